package io.kubia.controller.api.selector;

import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.LabelSelector;
import io.kubia.controller.model.LabelSelector.Requirement;
import io.kubia.controller.model.Status;
import java.util.ArrayList;
import java.util.List;

/** Reads label selectors: {@code app=kubia,tier!=front,zone in (a, b),!old}. */
public final class LabelSelectorText {
    private static final int MAX_REQUIREMENTS = 200;

    private final String text;
    private int at;

    private LabelSelectorText(String text) {
        this.text = text;
    }

    /**
     * Reads one; an empty one takes everything.
     *
     * @throws ApiException it is none
     */
    public static LabelSelector parse(String text) {
        return text.isBlank() ? LabelSelector.EVERYTHING : new LabelSelectorText(text).selector();
    }

    private LabelSelector selector() {
        var requirements = new ArrayList<Requirement>();
        while (true) {
            requirements.add(requirement());
            skipSpace();
            if (at == text.length()) {
                return new LabelSelector(requirements);
            }
            if (requirements.size() == MAX_REQUIREMENTS) {
                throw wrong("more than " + MAX_REQUIREMENTS + " requirements");
            }
            expect(',');
        }
    }

    private Requirement requirement() {
        skipSpace();
        if (isNext('!')) {
            at++;
            return new Requirement.Absent(label());
        }
        var label = label();
        skipSpace();
        if (at == text.length() || isNext(',')) {
            return new Requirement.Exists(label);
        }
        if (takes("!=")) {
            return new Requirement.NotIn(label, List.of(word()));
        }
        if (takes("==") || takes("=")) {
            return new Requirement.In(label, List.of(word()));
        }
        return switch (word()) {
            case "in" -> new Requirement.In(label, values());
            case "notin" -> new Requirement.NotIn(label, values());
            default -> throw wrong("found '" + text.substring(at) + "', expected: in, notin, =, ==, !=");
        };
    }

    private String label() {
        var label = word();
        if (label.isEmpty()) {
            throw wrong("found '" + text.substring(at) + "', expected: !, identifier, or 'end of string'");
        }
        return label;
    }

    private List<String> values() {
        skipSpace();
        expect('(');
        var values = new ArrayList<String>();
        while (true) {
            values.add(word());
            skipSpace();
            if (isNext(')')) {
                at++;
                return values;
            }
            expect(',');
        }
    }

    private String word() {
        skipSpace();
        int begin = at;
        while (at < text.length() && isPartOfWord(text.charAt(at))) {
            at++;
        }
        return text.substring(begin, at);
    }

    private static boolean isPartOfWord(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.'
                || c == '/';
    }

    private boolean takes(String sign) {
        if (!text.startsWith(sign, at)) {
            return false;
        }
        at += sign.length();
        return true;
    }

    private boolean isNext(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private void expect(char c) {
        if (!isNext(c)) {
            throw wrong("found '" + text.substring(at) + "', expected: '" + c + "'");
        }
        at++;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private ApiException wrong(String why) {
        return new ApiException(Status.badRequest("unable to parse requirement: " + why));
    }
}
