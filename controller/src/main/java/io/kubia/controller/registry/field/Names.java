package io.kubia.controller.registry.field;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The syntax of names, with what Kubernetes says of a wrong one. An empty list says that nothing is wrong.
 *
 * <p>Implementation note. The patterns stand in the messages, but are checked by hand: every object has a dozen names, and
 * loading regular expressions takes longer than starting without them.
 */
public final class Names {
    public static final int LABEL_LENGTH = 63;
    public static final int SUBDOMAIN_LENGTH = 253;
    private static final int PORT_NAME_LENGTH = 15;

    private static final String LABEL =
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                    + " '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for"
                    + " validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private static final String SUBDOMAIN = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
            + " characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
            + " used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private static final String LABEL_1035 =
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-',"
                    + " start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
                    + " 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    private static final String LABEL_VALUE = "a valid label must be an empty string or consist of alphanumeric"
            + " characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
            + " 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    private static final String QUALIFIED =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and"
                    + " end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
                    + " validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private static final String ENV_NAME =
            "a valid environment variable name must consist only of printable ASCII" + " characters other than '='";
    private static final String CONFIG_KEY =
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
                    + " (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

    private Names() {}

    /** {@code my-name}: what can stand between the dots of a host name. */
    public static List<String> label(String value) {
        return within(LABEL_LENGTH, value, isLabel(value, 0, value.length()), LABEL);
    }

    /** {@code my-name.example}: what can be a host name. */
    public static List<String> subdomain(String value) {
        return within(SUBDOMAIN_LENGTH, value, isSubdomain(value), SUBDOMAIN);
    }

    /** {@code my-name}, and no digit first: what a service may be called. */
    public static List<String> label1035(String value) {
        boolean isOne = isLabel(value, 0, value.length()) && isLower(value.charAt(0));
        return within(LABEL_LENGTH, value, isOne, LABEL_1035);
    }

    /** The value of a label. */
    public static List<String> labelValue(String value) {
        return within(LABEL_LENGTH, value, value.isEmpty() || isNamePart(value, 0, value.length()), LABEL_VALUE);
    }

    /** {@code example.com/MyName}: the key of a label or an annotation. */
    public static List<String> qualified(String value) {
        int slash = value.indexOf('/');
        if (slash != value.lastIndexOf('/')) {
            return List.of("a qualified name " + QUALIFIED
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        var problems = new ArrayList<String>();
        if (slash == 0) {
            problems.add("prefix part must be non-empty");
        } else if (slash > 0) {
            subdomain(value.substring(0, slash)).forEach(problem -> problems.add("prefix part " + problem));
        }
        var name = value.substring(slash + 1);
        if (name.isEmpty()) {
            problems.add("name part must be non-empty");
        } else if (name.length() > LABEL_LENGTH) {
            problems.add("name part " + tooLong(LABEL_LENGTH));
        }
        if (!isNamePart(name, 0, name.length())) {
            problems.add("name part " + QUALIFIED);
        }
        return problems;
    }

    /** {@code http}: the name of a port. */
    public static List<String> port(String value) {
        var problems = new ArrayList<String>();
        if (value.length() > PORT_NAME_LENGTH) {
            problems.add(tooLong(PORT_NAME_LENGTH));
        }
        boolean hasOther = false;
        boolean hasLetter = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            hasLetter |= isLower(c);
            hasOther |= !isLower(c) && !isDigit(c) && c != '-';
        }
        if (hasOther) {
            problems.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (!hasLetter) {
            problems.add("must contain at least one letter (a-z)");
        }
        if (value.contains("--")) {
            problems.add("must not contain consecutive hyphens");
        }
        if (value.startsWith("-") || value.endsWith("-")) {
            problems.add("must not begin or end with a hyphen");
        }
        return problems;
    }

    /** The name of an environment variable. */
    public static List<String> environment(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '=') {
                return List.of(ENV_NAME);
            }
        }
        return value.isEmpty() ? List.of("environment variable name must not be empty") : List.of();
    }

    /** The key of a value in a ConfigMap or a Secret, which may become the name of a file. */
    public static List<String> configKey(String value) {
        var problems = new ArrayList<String>();
        if (value.length() > SUBDOMAIN_LENGTH) {
            problems.add(tooLong(SUBDOMAIN_LENGTH));
        }
        boolean isOne = !value.isEmpty();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            isOne &= isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
        }
        if (!isOne) {
            problems.add(CONFIG_KEY);
        }
        if (value.equals(".")) {
            problems.add("must not be '.'");
        } else if (value.equals("..")) {
            problems.add("must not be '..'");
        } else if (value.startsWith("..")) {
            problems.add("must not start with '..'");
        }
        return problems;
    }

    private static List<String> within(int most, String value, boolean isOne, String message) {
        boolean isLong = value.length() > most && value.getBytes(StandardCharsets.UTF_8).length > most;
        if (isLong) {
            return isOne ? List.of(tooLong(most)) : List.of(tooLong(most), message);
        }
        return isOne ? List.of() : List.of(message);
    }

    private static String tooLong(int most) {
        return "must be no more than " + most + " bytes";
    }

    private static boolean isSubdomain(String value) {
        int start = 0;
        for (int dot = value.indexOf('.'); dot >= 0; dot = value.indexOf('.', start)) {
            if (!isLabel(value, start, dot)) {
                return false;
            }
            start = dot + 1;
        }
        return isLabel(value, start, value.length());
    }

    private static boolean isLabel(String value, int from, int to) {
        if (from >= to || value.charAt(from) == '-' || value.charAt(to - 1) == '-') {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if (!isLower(c) && !isDigit(c) && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isNamePart(String value, int from, int to) {
        if (from >= to || !isLetterOrDigit(value.charAt(from)) || !isLetterOrDigit(value.charAt(to - 1))) {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if (!isLetterOrDigit(c) && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetterOrDigit(char c) {
        return isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z');
    }
}
