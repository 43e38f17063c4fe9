/**
 * Reading and writing objects over HTTP: get, list, create, update, patch, delete, and the subresources status, scale, log
 * and finalize.
 *
 * <p>Takes requests apart and checks their form; what may be written is the registry's to say. Runs on virtual threads,
 * which may wait for the store.
 */
@NullMarked
package io.kubia.controller.api.resource;

import org.jspecify.annotations.NullMarked;
