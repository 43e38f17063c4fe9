package io.kubia.dns.dig;

import java.util.List;
import java.util.Set;

/**
 * All that the command line says.
 *
 * @param words as they were typed
 * @param isShort whether only what the answer's records say is printed
 */
record Command(List<String> words, Server server, Question question, Set<Part> parts, boolean isShort) {
    Command {
        words = List.copyOf(words);
        parts = Set.copyOf(parts);
    }

    boolean prints(Part part) {
        return parts.contains(part);
    }
}
