@NullMarked
package io.kubia.controller.runtime.process;

import org.jspecify.annotations.NullMarked;
