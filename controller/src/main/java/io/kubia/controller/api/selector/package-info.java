/**
 * Which objects a list or a watch is about: label and field selectors, as clients write them.
 *
 * <p>Pure.
 */
@NullMarked
package io.kubia.controller.api.selector;

import org.jspecify.annotations.NullMarked;
