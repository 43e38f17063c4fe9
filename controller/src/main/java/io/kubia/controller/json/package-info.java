/**
 * JSON as immutable values: what the API receives, the store keeps and planners read is the same tree, never copied and
 * never changed in place.
 *
 * <p>Free of threads; depends on Jackson's streaming parser and generator alone, and on nothing of kubia.
 */
@NullMarked
package io.kubia.controller.json;

import org.jspecify.annotations.NullMarked;
