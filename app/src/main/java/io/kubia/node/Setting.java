package io.kubia.node;

import java.util.Locale;

/**
 * One thing that a node can be told, by a flag or by an environment variable.
 *
 * @param fallback its value when it is not given; shown in the help as it stands here
 */
record Setting(String flag, String label, String fallback, String description) {
    String variable() {
        return "KUBIA_" + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
