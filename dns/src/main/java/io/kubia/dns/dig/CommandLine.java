package io.kubia.dns.dig;

import io.kubia.role.settings.UsageException;
import io.kubia.role.settings.Value;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Reads what people type after {@code dig}: words in any order, and of dig's options those that they use. */
final class CommandLine {
    static final String HELP = """
            usage: kubia dig NAME [TYPE] [@SERVER] [OPTION]...

            Asks a DNS server and prints the answer as dig does.

              NAME [TYPE] [CLASS]     what to ask for; the type is A and the class IN unless given
              @SERVER                 who is asked: an address or a name, with :PORT or port 53
                  KUBIA_DIG_SERVER; default: 127.0.0.1:10053, where kubia dns listens
              -p PORT                 the server's port
              -x ADDRESS              the name of an address
              -t TYPE, -c CLASS, -q NAME
                  the same as the word alone
              --tcp, +tcp, +notcp     by TCP; ANY, AXFR and an answer that was cut are asked for by TCP in any case
              +short                  what the records say, and nothing else
              +noall, +all            nothing, everything; then one of
              +answer +authority +additional +question +comments +stats +cmd
                  and each with no before it: +noall +answer prints the answer's records alone
              +norecurse, +noedns, +bufsize=N, +dnssec, +nocookie, +ignore
                  as dig has them
              +time=SECONDS           how long one try may take; default: 5
              +tries=N                how often to ask by UDP; default: 3
              --help                  Print this and exit.

            Exit codes: 0 answered, whatever the answer, 1 not answered, 2 wrong usage.
            """;

    private static final String DEFAULT_SERVER = "127.0.0.1:10053";
    private static final int DNS_PORT = 53;
    private static final int MIN_PAYLOAD = 512;
    private static final int MAX_PAYLOAD = 4096;
    private static final int MAX_SECONDS = 300;
    private static final int MAX_TRIES = 100;

    private final Set<Part> parts = Part.all();
    private @Nullable String name;
    private @Nullable Name reverse;
    private @Nullable Integer type;
    private int dnsClass = DClass.IN;
    private @Nullable String server;
    private @Nullable Integer port;
    private @Nullable Boolean isTcp;
    private Optional<Integer> udpPayload = Optional.of(1232);
    private boolean wantsRecursion = true;
    private boolean wantsDnssec;
    private boolean sendsCookie = true;
    private boolean ignoresTruncation;
    private boolean isShort;
    private Duration timeout = Duration.ofSeconds(5);
    private int tries = 3;

    private CommandLine() {}

    /** Resolves the server's name if it is one. */
    static Command parse(List<String> words, Map<String, String> environment) throws UsageException {
        var line = new CommandLine();
        for (var rest = words.iterator(); rest.hasNext(); ) {
            line.take(rest.next(), rest);
        }
        return line.command(words, environment);
    }

    private void take(String word, Iterator<String> rest) throws UsageException {
        if (word.startsWith("@")) {
            server = word.substring(1);
        } else if (word.startsWith("+")) {
            takeOption(word);
        } else if (word.equals("--tcp")) {
            isTcp = true;
        } else if (word.startsWith("-")) {
            takeFlag(word, rest);
        } else {
            takeWord(word);
        }
    }

    /** dig's own order: what can be a type is one, what can be a class is one, and all else is the name. */
    private void takeWord(String word) throws UsageException {
        int asType = Type.value(word);
        int asClass = DClass.value(word);
        if (asType >= 0 && type == null) {
            type = asType;
        } else if (asClass >= 0 && asType < 0) {
            dnsClass = asClass;
        } else {
            takeName(word);
        }
    }

    private void takeName(String word) throws UsageException {
        if (name != null || reverse != null) {
            throw new UsageException("%s: a second name (expected: one)".formatted(word));
        }
        name = word;
    }

    private void takeFlag(String flag, Iterator<String> rest) throws UsageException {
        // dig takes -p53 as well.
        var letter = flag.length() > 2 ? flag.substring(0, 2) : flag;
        if (!Set.of("-p", "-x", "-t", "-c", "-q").contains(letter)) {
            throw new UsageException("%s: there is no such flag (see: kubia dig --help)".formatted(flag));
        }
        if (flag.length() == 2 && !rest.hasNext()) {
            throw new UsageException("%s: no value (see: kubia dig --help)".formatted(flag));
        }
        var value = new Value(letter, flag.length() > 2 ? flag.substring(2) : rest.next());
        switch (letter) {
            case "-p" -> port = value.number(1, 65535);
            case "-x" -> takeAddress(value);
            case "-t" -> type = known(Type.value(value.text()), value, "a type such as SRV");
            case "-c" -> dnsClass = known(DClass.value(value.text()), value, "a class: IN, CH or HS");
            default -> takeName(value.text());
        }
    }

    private void takeAddress(Value value) throws UsageException {
        try {
            takeName(value.text());
            reverse = ReverseMap.fromAddress(InetAddress.ofLiteral(value.text()));
        } catch (IllegalArgumentException e) {
            throw value.unexpected("an IP address");
        }
    }

    private void takeOption(String word) throws UsageException {
        int equals = word.indexOf('=');
        var option = word.substring(1, equals < 0 ? word.length() : equals).toLowerCase(Locale.ROOT);
        boolean isOn = !option.startsWith("no");
        var value = new Value("+" + option, equals < 0 ? "" : word.substring(equals + 1));
        switch (isOn ? option : option.substring(2)) {
            case "tcp", "vc" -> isTcp = isOn;
            case "short" -> isShort = isOn;
            case "rec", "recurse", "rdflag" -> wantsRecursion = isOn;
            case "edns" -> udpPayload = isOn ? Optional.of(udpPayload.orElse(1232)) : Optional.empty();
            case "bufsize" -> udpPayload = Optional.of(value.number(MIN_PAYLOAD, MAX_PAYLOAD));
            case "dnssec", "do" -> wantsDnssec = isOn;
            case "cookie" -> sendsCookie = isOn;
            case "ignore" -> ignoresTruncation = isOn;
            case "time", "timeout" -> timeout = Duration.ofSeconds(value.number(1, MAX_SECONDS));
            case "tries" -> tries = value.number(1, MAX_TRIES);
            case "all" -> {
                parts.clear();
                parts.addAll(isOn ? Part.all() : EnumSet.noneOf(Part.class));
            }
            default -> takePart(word, isOn ? option : option.substring(2), isOn);
        }
    }

    private void takePart(String word, String option, boolean isOn) throws UsageException {
        for (var part : Part.values()) {
            if (part.word().equals(option)) {
                if (isOn) {
                    parts.add(part);
                } else {
                    parts.remove(part);
                }
                return;
            }
        }
        throw new UsageException("%s: there is no such option (see: kubia dig --help)".formatted(word));
    }

    private Command command(List<String> words, Map<String, String> environment) throws UsageException {
        if (name == null) {
            throw new UsageException("no name (expected: kubia dig NAME [TYPE] [@SERVER])");
        }
        int asked = type != null ? type : reverse != null ? Type.PTR : Type.A;
        boolean needsTcp = asked == Type.AXFR || (asked == Type.ANY && isTcp == null);
        var question = new Question(
                name,
                reverse != null ? reverse : absolute(name),
                asked,
                dnsClass,
                needsTcp || Boolean.TRUE.equals(isTcp),
                udpPayload,
                wantsRecursion,
                wantsDnssec,
                sendsCookie,
                ignoresTruncation,
                timeout,
                tries);
        return new Command(words, server(environment), question, parts, isShort);
    }

    private static Name absolute(String text) throws UsageException {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new UsageException("%s: %s (expected: a DNS name)".formatted(text, e.getMessage()));
        }
    }

    private Server server(Map<String, String> environment) throws UsageException {
        var variable = environment.getOrDefault("KUBIA_DIG_SERVER", "");
        var told = server != null
                ? new Value("@", server)
                : variable.isEmpty() ? new Value("@", DEFAULT_SERVER) : new Value("KUBIA_DIG_SERVER", variable);
        var text = told.text();
        // One colon and no more: what has several is an IPv6 address, unless it has brackets.
        int colon = text.endsWith("]") || (text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("["))
                ? -1
                : text.lastIndexOf(':');
        int ownPort = colon < 0 ? DNS_PORT : new Value(told.source(), text.substring(colon + 1)).number(1, 65535);
        var host = colon < 0 ? text : text.substring(0, colon);
        var bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            if (bare.isEmpty()) {
                throw told.unexpected("an address or a name");
            }
            var address = new InetSocketAddress(InetAddress.getByName(bare), port != null ? port : ownPort);
            return new Server(bare, address, server != null);
        } catch (UnknownHostException e) {
            throw told.unexpected("an address, or a name that can be found");
        }
    }

    private static int known(int code, Value value, String expected) throws UsageException {
        if (code < 0) {
            throw value.unexpected(expected);
        }
        return code;
    }
}
