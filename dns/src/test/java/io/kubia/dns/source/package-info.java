/** Sources against a Kubernetes API and files that do what those do, and what they should not. */
@NullMarked
package io.kubia.dns.source;

import org.jspecify.annotations.NullMarked;
