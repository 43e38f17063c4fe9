package io.kubia.controller.model;

import io.kubia.controller.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An amount as it stands in manifests: {@code 500m}, {@code 1Gi}, {@code 1e3}. Two that say the same amount in other words
 * compare as equal, but are not {@link #equals equal}.
 *
 * @param format how it was written, and is printed again
 */
public record Quantity(BigDecimal value, Format format) implements Comparable<Quantity> {
    /** How amounts are written. */
    public enum Format {
        /** {@code Ki}, {@code Mi} and so on: powers of 1024. */
        BINARY,
        /** {@code m}, {@code k}, {@code M} and so on: powers of 1000. */
        DECIMAL,
        /** {@code e3}: powers of ten. */
        EXPONENT
    }

    private static final BigInteger THOUSAND = BigInteger.valueOf(1000);
    private static final BigInteger KIBI = BigInteger.valueOf(1024);
    private static final String[] BINARY_SUFFIXES = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    private static final String[] DECIMAL_SUFFIXES = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};

    /** Amounts are kept to a billionth, as in Kubernetes. */
    private static final int SCALE = 9;

    private static final int MAX_EXPONENT = 100;

    /** The amount that a field says, as a string or as a number; nothing when it says none. */
    public static Optional<Quantity> of(@Nullable Json json) {
        return switch (json) {
            case Json.Text(var text) -> parse(text);
            case Json.Whole(var number) -> Optional.of(new Quantity(BigDecimal.valueOf(number), Format.DECIMAL));
            case Json.Decimal(var number) -> parse(number.toPlainString());
            case null, default -> Optional.empty();
        };
    }

    /** The amount that a text says; nothing when it says none. */
    public static Optional<Quantity> parse(String text) {
        int end = 0;
        while (end < text.length() && "+-.0123456789".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        var number = text.substring(0, end);
        var suffix = text.substring(end);
        if (number.isEmpty() || suffix.length() > 5) {
            return Optional.empty();
        }
        try {
            return scaled(new BigDecimal(number), suffix);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Quantity> scaled(BigDecimal number, String suffix) {
        for (int i = 0; i < BINARY_SUFFIXES.length; i++) {
            if (i > 0 && BINARY_SUFFIXES[i].equals(suffix)) {
                return Optional.of(rounded(number.multiply(new BigDecimal(KIBI.pow(i))), Format.BINARY));
            }
        }
        for (int i = 0; i < DECIMAL_SUFFIXES.length; i++) {
            if (DECIMAL_SUFFIXES[i].equals(suffix)) {
                return Optional.of(rounded(number.scaleByPowerOfTen(3 * (i - 3)), Format.DECIMAL));
            }
        }
        if (suffix.length() > 1 && (suffix.charAt(0) == 'e' || suffix.charAt(0) == 'E')) {
            int exponent = Integer.parseInt(suffix.substring(1));
            if (Math.abs(exponent) <= MAX_EXPONENT) {
                return Optional.of(rounded(number.scaleByPowerOfTen(exponent), Format.EXPONENT));
            }
        }
        return Optional.empty();
    }

    private static Quantity rounded(BigDecimal value, Format format) {
        return new Quantity(value.scale() > SCALE ? value.setScale(SCALE, RoundingMode.UP) : value, format);
    }

    public boolean isNegative() {
        return value.signum() < 0;
    }

    public boolean isZero() {
        return value.signum() == 0;
    }

    /** A whole number that is not less; the largest one there is when it does not fit. */
    public long ceiling() {
        var whole = value.setScale(0, RoundingMode.CEILING).toBigInteger();
        return whole.bitLength() < Long.SIZE ? whole.longValue() : whole.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    /** As Kubernetes prints it: with the largest suffix that leaves a whole number. */
    @Override
    public String toString() {
        if (isZero()) {
            return "0";
        }
        var plain = value.stripTrailingZeros();
        if (format == Format.BINARY && plain.scale() <= 0 && value.abs().compareTo(new BigDecimal(KIBI)) >= 0) {
            return withSuffix(plain.toBigIntegerExact(), KIBI, BINARY_SUFFIXES, 0);
        }
        var billionths = plain.scaleByPowerOfTen(SCALE).toBigIntegerExact();
        if (format == Format.EXPONENT) {
            return exponential(billionths);
        }
        return withSuffix(billionths, THOUSAND, DECIMAL_SUFFIXES, 0);
    }

    private static String withSuffix(BigInteger number, BigInteger base, String[] suffixes, int from) {
        int suffix = from;
        var left = number;
        while (suffix < suffixes.length - 1) {
            var parts = left.divideAndRemainder(base);
            if (parts[1].signum() != 0) {
                break;
            }
            left = parts[0];
            suffix++;
        }
        return left + suffixes[suffix];
    }

    private static String exponential(BigInteger billionths) {
        int exponent = -SCALE;
        var left = billionths;
        for (var parts = left.divideAndRemainder(THOUSAND); parts[1].signum() == 0; ) {
            left = parts[0];
            exponent += 3;
            parts = left.divideAndRemainder(THOUSAND);
        }
        return exponent == 0 ? left.toString() : left + "e" + exponent;
    }
}
