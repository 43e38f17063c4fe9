@NullMarked
package io.kubia.controller.api.table;

import org.jspecify.annotations.NullMarked;
