/** What is measured within one process, by hand: see bench/README.md. No test runs any of it. */
@NullMarked
package io.kubia.controller.bench;

import org.jspecify.annotations.NullMarked;
