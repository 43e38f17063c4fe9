package io.kubia.node.peers;

/** What may be shown as the name of a host: letters, digits, hyphens and underscores between dots, within DNS' limits. */
public final class HostName {
    private static final int MAX_LENGTH = 253;
    private static final int MAX_LABEL = 63;

    private HostName() {}

    /** Whether this is one; a trailing dot is accepted. */
    public static boolean isValid(String name) {
        var text = withoutTrailingDot(name);
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        int label = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (label == 0) {
                    return false;
                }
                label = 0;
            } else if (!isLabelCharacter(c) || ++label > MAX_LABEL) {
                return false;
            }
        }
        return label > 0;
    }

    static String withoutTrailingDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** The part before the first dot. */
    public static String firstLabel(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static boolean isLabelCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
