package io.kubia.controller.proxy.http;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Changes the links of a page of HTML while it passes through: of the attributes that are links, wherever the page is cut
 * into pieces; all else stays as it is, byte by byte. Reads as much of HTML as that takes: tags, attributes, comments, and
 * the content of scripts and styles, in which there are no tags.
 */
final class PageLinks {
    private static final int MAX_NAME = 32;
    /** A longer link stays as it is: what waits for its end is held in memory. */
    private static final int MAX_LINK = 8192;

    private static final Map<String, Set<String>> LINKS = Map.ofEntries(
            Map.entry("a", Set.of("href")),
            Map.entry("area", Set.of("href")),
            Map.entry("audio", Set.of("src")),
            Map.entry("base", Set.of("href")),
            Map.entry("blockquote", Set.of("cite")),
            Map.entry("body", Set.of("background")),
            Map.entry("button", Set.of("formaction")),
            Map.entry("del", Set.of("cite")),
            Map.entry("embed", Set.of("src")),
            Map.entry("form", Set.of("action")),
            Map.entry("frame", Set.of("longdesc", "src")),
            Map.entry("html", Set.of("manifest")),
            Map.entry("iframe", Set.of("longdesc", "src")),
            Map.entry("img", Set.of("longdesc", "src", "usemap")),
            Map.entry("input", Set.of("src", "usemap", "formaction")),
            Map.entry("ins", Set.of("cite")),
            Map.entry("link", Set.of("href")),
            Map.entry("object", Set.of("classid", "codebase", "data", "usemap")),
            Map.entry("q", Set.of("cite")),
            Map.entry("script", Set.of("src")),
            Map.entry("source", Set.of("src")),
            Map.entry("video", Set.of("poster", "src")));
    private static final Set<String> WITHOUT_TAGS = Set.of("script", "style");

    private enum State {
        TEXT,
        TAG_OPEN,
        TAG_NAME,
        BEFORE_ATTRIBUTE,
        ATTRIBUTE_NAME,
        AFTER_NAME,
        BEFORE_VALUE,
        VALUE,
        DECLARATION,
        COMMENT,
        RAW
    }

    private final Links links;
    private final StringBuilder tag = new StringBuilder();
    private final StringBuilder attribute = new StringBuilder();
    private final StringBuilder value = new StringBuilder();
    private State state = State.TEXT;
    /** What ends the value; 0 for one without quotes. */
    private char quote;

    /** Whether the value goes by unchanged: it is no link, or a very long one. */
    private boolean passes;
    /** How many characters of what ends the state have come. */
    private int matched;

    PageLinks(Links links) {
        this.links = links;
    }

    /** The next piece, each byte of it as one character. */
    String pass(String piece) {
        var out = new StringBuilder(piece.length() + 64);
        for (int i = 0; i < piece.length(); i++) {
            take(piece.charAt(i), out);
        }
        return out.toString();
    }

    /** What was held back when the page ends in the midst of a link. */
    String rest() {
        var rest = value.toString();
        value.setLength(0);
        return rest;
    }

    private void take(char next, StringBuilder out) {
        if (state == State.VALUE) {
            inValue(next, out);
            return;
        }
        out.append(next);
        switch (state) {
            case TEXT -> state = next == '<' ? State.TAG_OPEN : State.TEXT;
            case TAG_OPEN -> tagOpen(next);
            case TAG_NAME -> tagName(next);
            case BEFORE_ATTRIBUTE -> beforeAttribute(next);
            case ATTRIBUTE_NAME -> attributeName(next);
            case AFTER_NAME -> afterName(next);
            case BEFORE_VALUE -> beforeValue(next, out);
            case VALUE -> throw new IllegalStateException("a value is taken elsewhere");
            case DECLARATION -> declaration(next);
            case COMMENT -> comment(next);
            case RAW -> raw(next);
        }
    }

    private void tagOpen(char next) {
        matched = next == '!' ? 0 : 2;
        tag.setLength(0);
        if (Character.isLetter(next)) {
            append(tag, next);
            state = State.TAG_NAME;
        } else {
            state = next == '!' || next == '/' || next == '?' ? State.DECLARATION : State.TEXT;
        }
    }

    private void tagName(char next) {
        if (next == '>') {
            tagEnds();
        } else if (isSpace(next) || next == '/') {
            state = State.BEFORE_ATTRIBUTE;
        } else {
            append(tag, next);
        }
    }

    private void beforeAttribute(char next) {
        if (next == '>') {
            tagEnds();
        } else if (!isSpace(next) && next != '/') {
            attribute.setLength(0);
            append(attribute, next);
            state = State.ATTRIBUTE_NAME;
        }
    }

    private void attributeName(char next) {
        if (next == '>') {
            tagEnds();
        } else if (next == '=') {
            state = State.BEFORE_VALUE;
        } else if (isSpace(next)) {
            state = State.AFTER_NAME;
        } else if (next == '/') {
            state = State.BEFORE_ATTRIBUTE;
        } else {
            append(attribute, next);
        }
    }

    private void afterName(char next) {
        if (next == '=') {
            state = State.BEFORE_VALUE;
        } else {
            beforeAttribute(next);
        }
    }

    private void beforeValue(char next, StringBuilder out) {
        if (next == '>') {
            tagEnds();
        } else if (next == '"' || next == '\'') {
            beginValue(next);
        } else if (!isSpace(next)) {
            beginValue((char) 0);
            out.setLength(out.length() - 1);
            inValue(next, out);
        }
    }

    private void beginValue(char quoted) {
        quote = quoted;
        passes = !LINKS.getOrDefault(tag.toString(), Set.of()).contains(attribute.toString());
        state = State.VALUE;
    }

    private void inValue(char next, StringBuilder out) {
        boolean ends = quote == 0 ? isSpace(next) || next == '>' : next == quote;
        if (ends) {
            out.append(passes ? value : links.rewrite(value.toString())).append(next);
            value.setLength(0);
            state = State.BEFORE_ATTRIBUTE;
            if (quote == 0 && next == '>') {
                tagEnds();
            }
        } else if (passes) {
            out.append(next);
        } else {
            value.append(next);
            if (value.length() > MAX_LINK) {
                passes = true;
                out.append(value);
                value.setLength(0);
            }
        }
    }

    private void tagEnds() {
        matched = 0;
        state = WITHOUT_TAGS.contains(tag.toString()) ? State.RAW : State.TEXT;
    }

    /** {@code <!doctype>}, {@code </p>}, {@code <?xml?>}; after {@code <!--} it is a comment. */
    private void declaration(char next) {
        if (next == '>') {
            state = State.TEXT;
        } else if (next == '-' && matched == 1) {
            matched = 2; // <!--> is a whole comment
            state = State.COMMENT;
        } else {
            matched = next == '-' && matched == 0 ? 1 : 2;
        }
    }

    private void comment(char next) {
        if (next == '>' && matched >= 2) {
            state = State.TEXT;
        }
        matched = next == '-' ? matched + 1 : 0;
    }

    /** Until {@code </script} or {@code </style}. */
    private void raw(char next) {
        var end = "</" + tag;
        char lower = Character.toLowerCase(next);
        matched = lower == end.charAt(matched) ? matched + 1 : next == '<' ? 1 : 0;
        if (matched == end.length()) {
            matched = 2;
            state = State.DECLARATION;
        }
    }

    private static void append(StringBuilder name, char next) {
        if (name.length() < MAX_NAME) {
            name.append(String.valueOf(next).toLowerCase(Locale.ROOT));
        }
    }

    private static boolean isSpace(char next) {
        return next == ' ' || next == '\t' || next == '\n' || next == '\r' || next == '\f';
    }
}
