package io.kubia.controller.schema;

import io.kubia.controller.json.Json;
import io.kubia.controller.schema.ValueType.Scalar;
import java.time.YearMonth;
import java.util.Optional;

/**
 * Single values that are more than their JSON: quantities, times, base64. The words for a wrong one are those of the Go
 * code that reads them in an API server, which tells neither field nor place.
 */
final class ScalarText {
    private static final String QUANTITY_FORMAT =
            "quantities must match the regular expression" + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private static final String TIME_LAYOUT = "2006-01-02T15:04:05Z07:00";
    private static final String MICRO_TIME_LAYOUT = "2006-01-02T15:04:05.000000Z07:00";
    private static final String BASE64_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private ScalarText() {}

    /** What is wrong with a value, if anything is. */
    static Optional<String> problem(Scalar scalar, Json value) {
        return switch (scalar) {
            case QUANTITY -> quantity(value);
            case INT_OR_STRING -> intOrString(value);
            case TIME -> time(value, TIME_LAYOUT);
            case MICRO_TIME -> time(value, MICRO_TIME_LAYOUT);
            case BYTES -> bytes(value);
            case STRING, BOOL, INT32, INT64, DOUBLE, RAW, FIELDS -> Optional.empty();
        };
    }

    private static Optional<String> quantity(Json value) {
        return switch (value) {
            case Json.Text(var text) -> quantityText(text.strip());
            case Json.Whole ignored -> Optional.empty();
            case Json.Decimal(var number) -> quantityText(number.toString());
            default -> Optional.of(QUANTITY_FORMAT);
        };
    }

    private static Optional<String> quantityText(String text) {
        int at = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
        int digits = 0;
        int points = 0;
        for (; at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.'); at++) {
            digits += text.charAt(at) == '.' ? 0 : 1;
            points += text.charAt(at) == '.' ? 1 : 0;
        }
        if (digits == 0 || points > 1) {
            return Optional.of(QUANTITY_FORMAT);
        }
        var suffix = text.substring(at);
        if (isSuffix(suffix)) {
            return Optional.empty();
        }
        for (int i = 0; i < suffix.length(); i++) {
            if ("eEinumkKMGTP+-0123456789".indexOf(suffix.charAt(i)) < 0) {
                return Optional.of(QUANTITY_FORMAT);
            }
        }
        return Optional.of("unable to parse quantity's suffix");
    }

    private static boolean isSuffix(String suffix) {
        return switch (suffix) {
            case "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei" -> true;
            default -> isExponent(suffix);
        };
    }

    private static boolean isExponent(String suffix) {
        if (suffix.length() < 2 || (suffix.charAt(0) != 'e' && suffix.charAt(0) != 'E')) {
            return false;
        }
        int from = suffix.charAt(1) == '+' || suffix.charAt(1) == '-' ? 2 : 1;
        for (int i = from; i < suffix.length(); i++) {
            if (!isDigit(suffix.charAt(i))) {
                return false;
            }
        }
        return suffix.length() > from;
    }

    private static Optional<String> intOrString(Json value) {
        return switch (value) {
            case Json.Text ignored -> Optional.empty();
            case Json.Whole(var number) when number == (int) number -> Optional.empty();
            default ->
                Optional.of("json: cannot unmarshal " + GoWords.value(value, Scalar.INT32)
                        + " into Go value of type int32");
        };
    }

    private static Optional<String> time(Json value, String layout) {
        if (!(value instanceof Json.Text(var text))) {
            return Optional.of(
                    "json: cannot unmarshal " + GoWords.value(value, Scalar.STRING) + " into Go value of type string");
        }
        return TimeText.problem(text, layout);
    }

    private static Optional<String> bytes(Json value) {
        if (!(value instanceof Json.Text(var text))) {
            return Optional.of(
                    "json: cannot unmarshal " + GoWords.value(value, Scalar.BYTES) + " into Go value of type []uint8");
        }
        int digits = 0;
        int at = 0;
        for (; at < text.length() && text.charAt(at) != '='; at++) {
            char character = text.charAt(at);
            if (BASE64_DIGITS.indexOf(character) >= 0) {
                digits++;
            } else if (character != '\n' && character != '\r') {
                return Optional.of("illegal base64 data at input byte " + at);
            }
        }
        var padding = text.substring(at).replace("\n", "").replace("\r", "");
        boolean whole = padding.equals("=".repeat((4 - digits % 4) % 4)) && digits % 4 != 1;
        return whole ? Optional.empty() : Optional.of("illegal base64 data at input byte " + at);
    }

    static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /** Reads times as Go does, part by part, so as to say where it stopped. */
    private static final class TimeText {
        private final String text;
        private final String layout;
        private int at;

        private TimeText(String text, String layout) {
            this.text = text;
            this.layout = layout;
        }

        static Optional<String> problem(String text, String layout) {
            return new TimeText(text, layout).problem();
        }

        private Optional<String> problem() {
            int year = number(4);
            if (year < 0) {
                return stopped("2006");
            }
            if (!literal('-')) {
                return stopped("-");
            }
            int month = number(2);
            if (month < 0) {
                return stopped("01");
            }
            if (month < 1 || month > 12) {
                return outOfRange("month");
            }
            if (!literal('-')) {
                return stopped("-");
            }
            int day = number(2);
            if (day < 0) {
                return stopped("02");
            }
            if (!literal('T')) {
                return stopped("T");
            }
            var clock = clock();
            if (clock.isPresent()) {
                return clock;
            }
            return day < 1 || day > YearMonth.of(year, month).lengthOfMonth() ? outOfRange("day") : Optional.empty();
        }

        private Optional<String> clock() {
            int hour = number(2);
            if (hour < 0) {
                return stopped("15");
            }
            if (hour > 23) {
                return outOfRange("hour");
            }
            if (!literal(':')) {
                return stopped(":");
            }
            int minute = number(2);
            if (minute < 0) {
                return stopped("04");
            }
            if (minute > 59) {
                return outOfRange("minute");
            }
            if (!literal(':')) {
                return stopped(":");
            }
            int second = number(2);
            if (second < 0) {
                return stopped("05");
            }
            if (second > 59) {
                return outOfRange("second");
            }
            return zone();
        }

        private Optional<String> zone() {
            if (at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1))) {
                at++;
                while (at < text.length() && isDigit(text.charAt(at))) {
                    at++;
                }
            } else if (layout.equals(MICRO_TIME_LAYOUT)) {
                return stopped(".000000");
            }
            if (!literal('Z')) {
                boolean sign = literal('+') || literal('-');
                if (!sign || number(2) < 0 || !literal(':') || number(2) < 0) {
                    return stopped("Z07:00");
                }
            }
            return at == text.length()
                    ? Optional.empty()
                    : Optional.of("parsing time \"" + text + "\": extra text: \"" + text.substring(at) + "\"");
        }

        private int number(int digits) {
            if (at + digits > text.length()) {
                return -1;
            }
            int number = 0;
            for (int i = at; i < at + digits; i++) {
                if (!isDigit(text.charAt(i))) {
                    return -1;
                }
                number = number * 10 + text.charAt(i) - '0';
            }
            at += digits;
            return number;
        }

        private boolean literal(char character) {
            if (at < text.length() && text.charAt(at) == character) {
                at++;
                return true;
            }
            return false;
        }

        private Optional<String> stopped(String expected) {
            return Optional.of("parsing time \"" + text + "\" as \"" + layout + "\": cannot parse \""
                    + text.substring(at) + "\" as \"" + expected + "\"");
        }

        private Optional<String> outOfRange(String part) {
            return Optional.of("parsing time \"" + text + "\": " + part + " out of range");
        }
    }
}
