/**
 * The command line: {@code kubia up} and {@code down}, and short forms of what kubectl does, for those who have none.
 *
 * <p>{@code up} is the control plane itself; every other command asks the API of the one that runs. Depends on the root
 * package.
 */
@NullMarked
package io.kubia.controller.cli;

import org.jspecify.annotations.NullMarked;
