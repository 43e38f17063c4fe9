package io.kubia.role.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All that a role can be told.
 *
 * @param command what starts it, such as {@code kubia node}
 * @param variablePrefix what its variables begin with, such as {@code KUBIA_}
 * @param description what it is, in lines, for the help
 * @param settings in the order of the help
 */
public record Settings(String command, String variablePrefix, String description, List<Setting> settings) {
    public Settings {
        settings = List.copyOf(settings);
    }

    /** The variable that a setting can be given by. */
    public String variable(Setting setting) {
        return variablePrefix + setting.flag().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** What {@code --help} prints. */
    public String help() {
        var help = new StringBuilder("usage: %s [--FLAG VALUE]...%n%n%s%n".formatted(command, description));
        for (var setting : settings) {
            help.append("  %s%n      %s%n      %s; default: %s%n"
                    .formatted(
                            (setting.flag() + " " + setting.label()).strip(),
                            setting.description(),
                            variable(setting),
                            setting.fallback()));
        }
        return help.append("""
                  --help
                      Print this and exit.

                Each flag can be given as the variable below it instead; a flag goes before its variable.
                Sizes: 512KiB, 16MiB. Times: 500ms, 30s, 5m.
                Exit codes: 0 stopped as told, 1 failed, 2 wrong usage.
                """).toString();
    }

    /**
     * Takes what was given: a flag before its variable.
     *
     * @throws UsageException a word is no flag, or a flag has no value
     */
    public Given parse(List<String> arguments, Map<String, String> environment) throws UsageException {
        var flags = flags(arguments);
        var given = new LinkedHashMap<String, Value>();
        for (var setting : settings) {
            var flag = flags.get(setting.flag());
            var variable = environment.get(variable(setting));
            if (flag != null) {
                given.put(setting.flag(), new Value(setting.flag(), flag));
            } else if (variable != null && !variable.isEmpty() && !isServiceLink(variable)) {
                given.put(setting.flag(), new Value(variable(setting), variable));
            }
        }
        return new Given(this, given);
    }

    Setting setting(String flag) {
        return settings.stream()
                .filter(setting -> setting.flag().equals(flag))
                .findFirst()
                .orElseThrow();
    }

    /** Takes {@code --flag value} and {@code --flag=value}, and switches without a value; the last one counts. */
    private Map<String, String> flags(List<String> arguments) throws UsageException {
        var flags = new LinkedHashMap<String, String>();
        for (var words = arguments.iterator(); words.hasNext(); ) {
            var word = words.next();
            int equals = word.indexOf('=');
            var flag = equals < 0 ? word : word.substring(0, equals);
            if (settings.stream().noneMatch(setting -> setting.flag().equals(flag))) {
                throw new UsageException("%s: there is no such flag (see: %s --help)".formatted(word, command));
            }
            var setting = setting(flag);
            if (equals >= 0) {
                flags.put(flag, word.substring(equals + 1));
            } else if (setting.isSwitch()) {
                flags.put(flag, "true");
            } else if (words.hasNext()) {
                flags.put(flag, words.next());
            } else {
                throw new UsageException("%s: no value (expected: %s)".formatted(flag, setting.label()));
            }
        }
        return flags;
    }

    /**
     * Kubernetes gives pods a variable for each service, in the form of Docker's old links: a service {@code kubia-peer}
     * makes {@code KUBIA_PEER_PORT=tcp://10.96.0.5:80}, which is not meant for us.
     */
    private static boolean isServiceLink(String value) {
        return value.startsWith("tcp://") || value.startsWith("udp://");
    }
}
