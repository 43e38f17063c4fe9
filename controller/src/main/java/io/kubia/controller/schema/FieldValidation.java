package io.kubia.controller.schema;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happens to fields that nobody knows or that stand there twice, as the client asks by {@code fieldValidation}. */
public enum FieldValidation {
    /** They are dropped. */
    IGNORE,
    /** They are dropped, and the answer carries warnings. */
    WARN,
    /** The request fails. */
    STRICT;

    /**
     * What becomes of a request.
     *
     * @param refusal the answer, if it fails
     * @param warnings what the answer warns of, if it does not
     */
    public record Verdict(Optional<Status> refusal, List<String> warnings) {
        public Verdict {
            warnings = List.copyOf(warnings);
        }
    }

    /** The one that a query parameter asks for; nothing when it asks for none that exists. Absent means WARN. */
    public static Optional<FieldValidation> of(@Nullable String parameter) {
        return switch (parameter) {
            case "Ignore" -> Optional.of(IGNORE);
            case "Strict" -> Optional.of(STRICT);
            case "Warn", "" -> Optional.of(WARN);
            case null -> Optional.of(WARN);
            default -> Optional.empty();
        };
    }

    /**
     * Judges an object that was sent whole.
     *
     * @param duplicates the paths of fields that stand there more than once
     */
    public Verdict judge(ResourceType type, List<String> duplicates, List<Problem> problems) {
        return judge(type.kind(), type.version(), duplicates, problems);
    }

    /** Judges an object that was sent whole, of a kind that is not kept: DeleteOptions, Scale. */
    public Verdict judge(String kind, String version, List<String> duplicates, List<Problem> problems) {
        return judge(
                duplicates,
                problems,
                words -> Status.badRequest(
                        kind + " in version \"" + version + "\" cannot be handled as a " + kind + ": " + words));
    }

    /**
     * Judges an object that a patch has made.
     *
     * @param shown what the server tells that it could not take: the patch, if it was a strategic merge, or the patched
     *     object
     */
    public Verdict judgePatched(String shown, List<String> duplicates, List<Problem> problems) {
        return judge(duplicates, problems, words -> invalidPatch(shown, words));
    }

    /** How {@link #judgePatched} shows a strategic merge patch. */
    public static String shown(JsonObject strategicPatch) {
        return GoText.print(strategicPatch);
    }

    private Verdict judge(List<String> duplicates, List<Problem> problems, Refusal refusal) {
        for (var problem : problems) {
            if (problem.kind() == Problem.Kind.WRONG_VALUE) {
                return new Verdict(Optional.of(refusal.status(problem.message())), List.of());
            }
        }
        var strict = new ArrayList<String>();
        for (var duplicate : duplicates) {
            strict.add("duplicate field \"" + duplicate + "\"");
        }
        for (var problem : problems) {
            strict.add(problem.message());
        }
        if (strict.isEmpty() || this == IGNORE) {
            return new Verdict(Optional.empty(), List.of());
        }
        return this == WARN
                ? new Verdict(Optional.empty(), strict)
                : new Verdict(
                        Optional.of(refusal.status("strict decoding error: " + String.join(", ", strict))), List.of());
    }

    private static Status invalidPatch(String shown, String words) {
        var message = "Invalid value: " + Json.of(shown) + ": " + words;
        return new Status(
                422,
                "Invalid",
                " \"\" is invalid: patch: " + message,
                null,
                "",
                null,
                List.of(new Status.Cause("FieldValueInvalid", message, "patch")));
    }

    /** The answer for what is wrong, which depends on how the object came about. */
    private interface Refusal {
        Status status(String words);
    }
}
