package io.kubia.role.settings;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what was given for one setting. Each message names where it came from, the value, and what was expected.
 *
 * @param source the flag or the variable that it was given by
 */
public record Value(String source, String text) {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*([a-z]*)", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Long> SIZE_UNITS = Map.of(
            "", 1L, "b", 1L, "k", 1L << 10, "ki", 1L << 10, "kib", 1L << 10, "m", 1L << 20, "mi", 1L << 20, "mib",
            1L << 20, "gi", 1L << 30, "gib", 1L << 30);
    private static final Map<String, Duration> TIME_UNITS =
            Map.of("ms", Duration.ofMillis(1), "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1));
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");

    /** A number of bytes, with a unit or without. */
    public long size() throws UsageException {
        var matcher = SIZE.matcher(text);
        var unit = matcher.matches() ? SIZE_UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null || Long.parseLong(matcher.group(1)) > Long.MAX_VALUE / unit) {
            throw unexpected("a size such as 16MiB, 512KiB or 1000000");
        }
        return Long.parseLong(matcher.group(1)) * unit;
    }

    /** A time, always with its unit. */
    public Duration duration() throws UsageException {
        Matcher matcher = SIZE.matcher(text);
        var unit = matcher.matches() ? TIME_UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null || matcher.group(1).length() > 9) {
            throw unexpected("a time such as 500ms, 30s or 5m");
        }
        return unit.multipliedBy(Long.parseLong(matcher.group(1)));
    }

    /** A whole number within bounds, both included. */
    public int number(int lowest, int highest) throws UsageException {
        if (DIGITS.matcher(text).matches()) {
            int number = Integer.parseInt(text);
            if (number >= lowest && number <= highest) {
                return number;
            }
        }
        throw unexpected("a number from %d to %d".formatted(lowest, highest));
    }

    /** Whether a switch is on. */
    public boolean isOn() throws UsageException {
        return oneOf(Set.of("true", "false")).equals("true");
    }

    /** One of some words. */
    public String oneOf(Set<String> allowed) throws UsageException {
        if (!allowed.contains(text)) {
            throw unexpected(
                    "one of " + String.join(", ", allowed.stream().sorted().toList()));
        }
        return text;
    }

    /** A host name's first label, as a pod's name is. */
    public String label() throws UsageException {
        if (!LABEL.matcher(text).matches()) {
            throw unexpected("a name of letters, digits and dashes, 63 at most");
        }
        return text;
    }

    /** A DNS name, with or without the trailing dot; it is returned without. */
    public String dnsName() throws UsageException {
        var name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        boolean valid = name.length() <= 253
                && List.of(name.split("\\.", -1)).stream()
                        .allMatch(part -> LABEL.matcher(part).matches());
        if (!valid) {
            throw unexpected("a DNS name such as kubia.default.svc.cluster.local");
        }
        return name;
    }

    /** Where to listen: a host of this machine and a port; no host means all of them. */
    public InetSocketAddress listenAddress() throws UsageException {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw unexpected("HOST:PORT such as 127.0.0.1:8080, or :8080 for all addresses");
        }
        var host = unbracketed(text.substring(0, colon));
        int port = new Value(source, text.substring(colon + 1)).number(0, 65535);
        try {
            return new InetSocketAddress(InetAddress.getByName(host.isEmpty() ? "0.0.0.0" : host), port);
        } catch (UnknownHostException e) {
            throw unexpected("an address of this machine before the port");
        }
    }

    /** Where to listen, at several addresses with commas in between. */
    public List<InetSocketAddress> listenAddresses() throws UsageException {
        var addresses = new ArrayList<InetSocketAddress>();
        for (var part : text.split(",", -1)) {
            addresses.add(new Value(source, part.strip()).listenAddress());
        }
        return List.copyOf(addresses);
    }

    /** Addresses of DNS servers, with 53 for a port that is not given. They must be numbers: who would look them up? */
    public List<InetSocketAddress> dnsServers() throws UsageException {
        var servers = new ArrayList<InetSocketAddress>();
        for (var part : text.split(",", -1)) {
            servers.add(new Value(source, part.strip()).dnsServer());
        }
        return List.copyOf(servers);
    }

    /** What to throw when it cannot be meant. */
    public UsageException unexpected(String expected) {
        return new UsageException("%s: %s (expected: %s)".formatted(source, text, expected));
    }

    private InetSocketAddress dnsServer() throws UsageException {
        boolean bareV6 = text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[");
        int colon = bareV6 || text.endsWith("]") ? -1 : text.lastIndexOf(':');
        var host = unbracketed(colon < 0 ? text : text.substring(0, colon));
        int port = colon < 0 ? 53 : new Value(source, text.substring(colon + 1)).number(1, 65535);
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(host), port);
        } catch (IllegalArgumentException e) {
            throw unexpected("IP addresses such as 10.96.0.10 or 127.0.0.1:10053, separated by commas");
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
