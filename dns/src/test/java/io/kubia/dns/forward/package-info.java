/** The forwarder against servers that do what servers do. */
@NullMarked
package io.kubia.dns.forward;

import org.jspecify.annotations.NullMarked;
