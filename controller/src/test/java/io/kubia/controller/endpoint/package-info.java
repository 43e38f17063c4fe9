@NullMarked
package io.kubia.controller.endpoint;

import org.jspecify.annotations.NullMarked;
