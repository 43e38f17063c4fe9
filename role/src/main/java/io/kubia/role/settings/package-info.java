/**
 * Flags with variables: how every role is told what it is to do, and how its {@code --help} looks.
 *
 * <p>Immutable; used by the thread that starts the process. Depends on nothing. Written by hand, as to set up a library
 * for it took a fifth of the time in which a data node starts.
 */
@NullMarked
package io.kubia.role.settings;

import org.jspecify.annotations.NullMarked;
