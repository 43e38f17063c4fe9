@NullMarked
package io.kubia.controller.name;

import org.jspecify.annotations.NullMarked;
