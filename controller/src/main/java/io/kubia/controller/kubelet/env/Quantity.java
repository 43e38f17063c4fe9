package io.kubia.controller.kubelet.env;

import io.kubia.controller.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Kubernetes' numbers with a unit: {@code 500m}, {@code 64Mi}, {@code 1e3}. */
public final class Quantity {
    private static final String BINARY = "KMGTPE";
    private static final String DECIMAL = "kMGTPE";

    private Quantity() {}

    /** A quantity as it stands in JSON, which may be a number; empty when there is none. */
    static String text(@Nullable Json json) {
        return switch (json) {
            case Json.Text(var text) -> text;
            case Json.Whole(long number) -> Long.toString(number);
            case Json.Decimal(var number) -> number.toPlainString();
            case null, default -> "";
        };
    }

    /** Its value in units; zero for what is no quantity, as the API has refused that before. */
    static BigDecimal parse(String text) {
        try {
            return parsed(text);
        } catch (NumberFormatException e) {
            return BigDecimal.ZERO;
        }
    }

    private static BigDecimal parsed(String text) {
        if (text.isEmpty()) {
            return BigDecimal.ZERO;
        }
        char last = text.charAt(text.length() - 1);
        if (last == 'i') {
            int power = BINARY.indexOf(text.charAt(text.length() - 2)) + 1;
            return new BigDecimal(text.substring(0, text.length() - 2))
                    .multiply(BigDecimal.valueOf(1024).pow(power));
        }
        if (Character.isDigit(last) || last == '.') {
            return new BigDecimal(text);
        }
        var number = new BigDecimal(text.substring(0, text.length() - 1));
        return switch (last) {
            case 'n' -> number.movePointLeft(9);
            case 'u' -> number.movePointLeft(6);
            case 'm' -> number.movePointLeft(3);
            default -> number.movePointRight(3 * (DECIMAL.indexOf(last) + 1));
        };
    }

    /** A limit in thousandths, rounded up; nothing when there is none. */
    public static OptionalLong milli(@Nullable Json json) {
        return rounded(json, 3);
    }

    /** A limit in whole units, rounded up; nothing when there is none. */
    public static OptionalLong whole(@Nullable Json json) {
        return rounded(json, 0);
    }

    private static OptionalLong rounded(@Nullable Json json, int places) {
        var text = text(json);
        return text.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(parse(text)
                        .movePointRight(places)
                        .setScale(0, RoundingMode.CEILING)
                        .longValue());
    }
}
