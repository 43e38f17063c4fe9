@NullMarked
package io.kubia.controller.proxy.service;

import org.jspecify.annotations.NullMarked;
