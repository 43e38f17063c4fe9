package io.kubia.controller.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The words that cells of many kinds have in common. */
final class Words {
    static final String NONE = "<none>";
    static final String UNSET = "<unset>";
    static final String UNKNOWN = "<unknown>";
    static final String TERMINATING = "Terminating";

    private Words() {}

    static String or(@Nullable String text, String otherwise) {
        return text == null || text.isEmpty() ? otherwise : text;
    }

    static String orNone(@Nullable String text) {
        return or(text, NONE);
    }

    /** {@code app=kubia,tier=front}, in the order of their names. */
    static String labels(Map<String, String> labels) {
        var pairs = new ArrayList<String>(labels.size());
        new TreeMap<>(labels).forEach((name, value) -> pairs.add(name + "=" + value));
        return orNone(String.join(",", pairs));
    }

    /** The first three, and how many there are besides. */
    static String firstThree(List<String> all, String otherwise) {
        if (all.isEmpty()) {
            return otherwise;
        }
        return all.size() <= 3
                ? String.join(",", all)
                : String.join(",", all.subList(0, 3)) + " + " + (all.size() - 3) + " more...";
    }
}
