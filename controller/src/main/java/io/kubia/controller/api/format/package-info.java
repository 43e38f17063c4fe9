/**
 * The forms in which a client may want to see objects: whole, as tables, their metadata alone; as JSON or as YAML.
 *
 * <p>Pure functions of objects and a time.
 */
@NullMarked
package io.kubia.controller.api.format;

import org.jspecify.annotations.NullMarked;
