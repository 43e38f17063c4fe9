@NullMarked
package io.kubia.controller.proxy;

import org.jspecify.annotations.NullMarked;
