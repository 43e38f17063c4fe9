/** Tests of claims and volumes, most of them in a world of one thread in which everything can be made to happen. */
@NullMarked
package io.kubia.controller.volume;

import org.jspecify.annotations.NullMarked;
