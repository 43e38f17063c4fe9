/**
 * The port to what containers print: {@code kubectl logs}.
 *
 * <p>The kubelet implements it; the API checks what is asked for and sends what it gets.
 */
@NullMarked
package io.kubia.controller.api.log;

import org.jspecify.annotations.NullMarked;
