/** Clusters for tests: their objects, a notation for them, and a second, slow opinion on what a zone answers for them. */
@NullMarked
package io.kubia.dns.world;

import org.jspecify.annotations.NullMarked;
