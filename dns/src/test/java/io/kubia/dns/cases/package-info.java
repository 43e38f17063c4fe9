/** Questions and answers in text files: see {@code src/test/resources/cases/README.md}. */
@NullMarked
package io.kubia.dns.cases;

import org.jspecify.annotations.NullMarked;
