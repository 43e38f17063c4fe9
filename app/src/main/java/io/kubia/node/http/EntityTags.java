package io.kubia.node.http;

import io.kubia.node.store.Body;
import io.kubia.node.store.Version;
import java.util.List;

/** The lists of entity tags in conditional requests (RFC 9110, section 13.1). */
final class EntityTags {
    private EntityTags() {}

    static boolean isNothing(Version version) {
        return version.content() instanceof Body.Nothing;
    }

    /** {@code If-Match}: a weak tag never matches. */
    static boolean matchStrongly(List<String> fields, String etag, boolean exists) {
        return matches(fields, etag, exists, false);
    }

    /** {@code If-None-Match}: a weak tag matches as well as a strong one. */
    static boolean matchWeakly(List<String> fields, String etag, boolean exists) {
        return matches(fields, etag, exists, true);
    }

    private static boolean matches(List<String> fields, String etag, boolean exists, boolean weakly) {
        for (var field : fields) {
            for (var part : field.split(",", -1)) {
                var tag = part.strip();
                if (tag.equals("*") ? exists : tag.equals(etag) || (weakly && tag.equals("W/" + etag))) {
                    return true;
                }
            }
        }
        return false;
    }
}
