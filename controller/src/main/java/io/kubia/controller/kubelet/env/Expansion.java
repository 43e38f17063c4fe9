package io.kubia.controller.kubelet.env;

import java.util.Map;

/** {@code $(NAME)} in values, commands and arguments: {@code $$} is a dollar, what is not known stays as it is. */
public final class Expansion {
    private Expansion() {}

    /** A text with the names in it replaced. */
    public static String expand(String text, Map<String, String> variables) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        var expanded = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            if (c == '$' && next == '$') {
                expanded.append('$');
                i += 2;
            } else if (c == '$' && next == '(' && text.indexOf(')', i) > 0) {
                int end = text.indexOf(')', i);
                var value = variables.get(text.substring(i + 2, end));
                expanded.append(value == null ? text.substring(i, end + 1) : value);
                i = end + 1;
            } else {
                expanded.append(c);
                i++;
            }
        }
        return expanded.toString();
    }
}
