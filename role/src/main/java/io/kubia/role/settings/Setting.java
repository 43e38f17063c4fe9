package io.kubia.role.settings;

/**
 * One thing that a role can be told, by a flag or by an environment variable.
 *
 * @param label what stands for the value in the help; empty for a switch, which is given without one
 * @param fallback its value when it is not given; shown in the help as it stands here, in angle brackets when it is read
 *     off the surroundings
 */
public record Setting(String flag, String label, String fallback, String description) {
    /** One that is off until it is given; its variable is {@code true} or {@code false}. */
    public static Setting onOff(String flag, String description) {
        return new Setting(flag, "", "false", description);
    }

    boolean isSwitch() {
        return label.isEmpty();
    }
}
