@NullMarked
package io.kubia.controller.table;

import org.jspecify.annotations.NullMarked;
