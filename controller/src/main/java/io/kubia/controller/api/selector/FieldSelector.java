package io.kubia.controller.api.selector;

import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What some fields of an object must say, and others must not. */
public record FieldSelector(List<Term> terms) {
    /** The one that takes everything. */
    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    private static final int MAX_TERMS = 50;

    public FieldSelector {
        terms = List.copyOf(terms);
    }

    /**
     * What one field must say.
     *
     * @param not whether it must say anything but that
     */
    public record Term(String field, boolean not, String value) {
        boolean matches(KubeObject object) {
            return SelectableFields.value(object, field).equals(value) != not;
        }
    }

    /**
     * Reads one, such as {@code status.phase!=Failed,spec.nodeName=kubia}; an empty one takes everything.
     *
     * @throws ApiException it is none, or names a field that objects of this kind are not selected by
     */
    public static FieldSelector parse(ResourceType type, String text) {
        if (text.isBlank()) {
            return EVERYTHING;
        }
        var terms = new ArrayList<Term>();
        for (var term : split(text)) {
            if (!term.isEmpty()) {
                terms.add(term(type, term));
            }
        }
        if (terms.size() > MAX_TERMS) {
            throw new ApiException(Status.badRequest("invalid selector: more than " + MAX_TERMS + " terms"));
        }
        return new FieldSelector(terms);
    }

    public boolean matches(KubeObject object) {
        for (var term : terms) {
            if (!term.matches(object)) {
                return false;
            }
        }
        return true;
    }

    /** The only name that an object can have to match; nothing when there may be several. */
    public Optional<String> name() {
        for (var term : terms) {
            if (term.field().equals("metadata.name") && !term.not()) {
                return Optional.of(term.value());
            }
        }
        return Optional.empty();
    }

    private static Term term(ResourceType type, String term) {
        int sign = term.indexOf('=');
        if (sign <= 0) {
            throw new ApiException(
                    Status.badRequest("invalid selector: '" + term + "'; can't understand '" + term + "'"));
        }
        boolean not = term.charAt(sign - 1) == '!';
        var field = term.substring(0, not ? sign - 1 : sign);
        int value = term.startsWith("==", sign) ? sign + 2 : sign + 1;
        if (!SelectableFields.has(type, field)) {
            throw new ApiException(Status.badRequest("field label not supported: " + field));
        }
        return new Term(field, not, unescaped(term.substring(value)));
    }

    /** At the commas that no backslash stands before. */
    private static List<String> split(String text) {
        var parts = new ArrayList<String>();
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == ',') {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }

    private static String unescaped(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        var out = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '\\' && i + 1 < value.length()) {
                i++;
            }
            out.append(value.charAt(i));
        }
        return out.toString();
    }
}
