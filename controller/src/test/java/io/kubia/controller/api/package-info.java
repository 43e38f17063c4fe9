/** The API over real sockets, asked by hand-made bytes and by the real kubectl. */
@NullMarked
package io.kubia.controller.api;

import org.jspecify.annotations.NullMarked;
