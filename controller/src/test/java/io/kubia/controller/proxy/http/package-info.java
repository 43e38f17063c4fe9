@NullMarked
package io.kubia.controller.proxy.http;

import org.jspecify.annotations.NullMarked;
