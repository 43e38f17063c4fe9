package io.kubia.role.settings;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a role was told, and its defaults for all else. */
public final class Given {
    private final Settings settings;
    private final Map<String, Value> given;

    Given(Settings settings, Map<String, Value> given) {
        this.settings = settings;
        this.given = Map.copyOf(given);
    }

    /** Whether the setting was given at all. */
    public boolean has(String flag) {
        return given.containsKey(flag);
    }

    /** What was given, or else the default that the help shows. */
    public Value value(String flag) {
        return value(flag, () -> settings.setting(flag).fallback());
    }

    /** What was given, or else a default that is read off the surroundings. */
    public Value value(String flag, Supplier<String> fallback) {
        var value = given.get(flag);
        return value == null ? new Value(flag, fallback.get()) : value;
    }

    /**
     * Every setting as it is in force, for the log.
     *
     * @param value of each flag: {@link #value(String)} but for those whose default is read off the surroundings
     */
    public String effective(Function<String, Value> value) {
        var words = new StringBuilder();
        for (var setting : settings.settings()) {
            words.append(words.isEmpty() ? "" : " ")
                    .append(setting.flag())
                    .append(' ')
                    .append(value.apply(setting.flag()).text());
        }
        return words.toString();
    }
}
