/** The command line, the walls of this module, and the server as a whole. */
@NullMarked
package io.kubia.dns;

import org.jspecify.annotations.NullMarked;
