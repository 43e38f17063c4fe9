package io.kubia.dns.dig;

import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A reply as dig 9.18 prints it. */
final class ReplyText {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss zzz yyyy", Locale.ENGLISH);
    private static final int[] SHOWN_FLAGS = {Flags.QR, Flags.AA, Flags.TC, Flags.RD, Flags.RA, Flags.AD, Flags.CD};
    private static final Name LOCAL = Name.fromConstantString("local.");
    private static final int BADVERS = 16;

    private final Command command;
    private final StringBuilder out = new StringBuilder();

    private ReplyText(Command command) {
        this.command = command;
    }

    static String of(Command command, Reply reply) {
        var text = new ReplyText(command);
        reply.notes().forEach(text::line);
        if (command.question().type() == Type.AXFR) {
            text.transfer(reply);
        } else if (command.isShort()) {
            reply.message().getSection(Section.ANSWER).forEach(record -> text.line(RecordText.data(record)));
        } else {
            text.reply(reply);
        }
        return text.out.toString();
    }

    /** What is printed when nobody answered. */
    static String of(Command command, NoReplyException failure) {
        var text = new ReplyText(command);
        failure.tries().forEach(text::line);
        if (!command.question().isTcp()) {
            text.greeting();
            text.line(";; no servers could be reached");
        }
        return text.out.toString();
    }

    private void greeting() {
        if (!command.prints(Part.CMD)) {
            return;
        }
        line("");
        line("; <<>> DiG kubia <<>> " + String.join(" ", command.words()));
        if (command.server().isGiven()) {
            line("; (1 server found)");
        }
        line(";; global options: +cmd");
    }

    private void reply(Reply reply) {
        greeting();
        var message = reply.message();
        if (command.prints(Part.COMMENTS)) {
            header(message);
            line("");
            edns(message, reply.query());
        }
        section(Part.QUESTION, ";; QUESTION SECTION:", message, Section.QUESTION);
        section(Part.ANSWER, ";; ANSWER SECTION:", message, Section.ANSWER);
        section(Part.AUTHORITY, ";; AUTHORITY SECTION:", message, Section.AUTHORITY);
        section(Part.ADDITIONAL, ";; ADDITIONAL SECTION:", message, Section.ADDITIONAL);
        stats(reply, ";; MSG SIZE  rcvd: " + reply.bytes());
    }

    private void transfer(Reply reply) {
        if (!command.isShort()) {
            greeting();
        }
        var records = reply.messages().stream()
                .flatMap(message -> message.getSection(Section.ANSWER).stream())
                .toList();
        if (records.isEmpty()) {
            line("; Transfer failed.");
            return;
        }
        if (command.prints(Part.ANSWER)) {
            records.forEach(record -> line(command.isShort() ? RecordText.data(record) : RecordText.record(record)));
        }
        if (!command.isShort()) {
            stats(
                    reply,
                    ";; XFR size: %d records (messages %d, bytes %d)"
                            .formatted(records.size(), reply.messages().size(), reply.bytes()));
        }
    }

    private void header(Message message) {
        var header = message.getHeader();
        line(";; Got answer:");
        var question = message.getQuestion();
        if (question != null && question.getName().subdomain(LOCAL)) {
            line(";; WARNING: .local is reserved for Multicast DNS");
            line(";; You are currently testing what happens when an mDNS query is leaked to DNS");
        }
        int rcode = message.getRcode();
        line(";; ->>HEADER<<- opcode: %s, status: %s, id: %d"
                .formatted(
                        Opcode.string(header.getOpcode()),
                        rcode == BADVERS ? "BADVERS" : Rcode.string(rcode),
                        header.getID()));
        var flags = Arrays.stream(SHOWN_FLAGS)
                .filter(header::getFlag)
                .mapToObj(flag -> " " + Flags.string(flag))
                .collect(Collectors.joining());
        line(";; flags:%s; QUERY: %d, ANSWER: %d, AUTHORITY: %d, ADDITIONAL: %d"
                .formatted(
                        flags,
                        header.getCount(Section.QUESTION),
                        header.getCount(Section.ANSWER),
                        header.getCount(Section.AUTHORITY),
                        header.getCount(Section.ADDITIONAL)));
        if (header.getFlag(Flags.RD) && !header.getFlag(Flags.RA)) {
            line(";; WARNING: recursion requested but not available");
        }
    }

    private void edns(Message message, Message query) {
        var options = message.getOPT();
        if (options == null) {
            return;
        }
        line(";; OPT PSEUDOSECTION:");
        boolean isDnssec = (options.getFlags() & ExtendedFlags.DO) != 0;
        line("; EDNS: version: %d, flags:%s; udp: %d"
                .formatted(options.getVersion(), isDnssec ? " do" : "", options.getPayloadSize()));
        for (var option : options.getOptions()) {
            line(option instanceof CookieOption cookie ? cookie(cookie, query) : "; " + option);
        }
    }

    /** Whether the cookie begins with ours, and whether the server has added one of its own (RFC 7873). */
    private static String cookie(CookieOption cookie, Message query) {
        var ours = sent(query.getOPT());
        boolean isOurs = Arrays.equals(cookie.getClientCookie(), ours);
        boolean hasOwn = cookie.getServerCookie().isPresent();
        var hex = java.util.HexFormat.of();
        return "; COOKIE: "
                + hex.formatHex(cookie.getClientCookie())
                + cookie.getServerCookie().map(hex::formatHex).orElse("")
                + (!isOurs ? " (bad)" : hasOwn ? " (good)" : " (echoed)");
    }

    private static byte[] sent(OPTRecord query) {
        List<EDNSOption> options = query == null ? List.of() : query.getOptions(EDNSOption.Code.COOKIE);
        return options.isEmpty() ? new byte[0] : ((CookieOption) options.getFirst()).getClientCookie();
    }

    private void section(Part part, String title, Message message, int section) {
        var records = message.getSection(section).stream()
                .filter(record -> record.getType() != Type.OPT)
                .toList();
        if (!command.prints(part) || records.isEmpty()) {
            return;
        }
        boolean hasTitle = command.prints(Part.COMMENTS);
        if (hasTitle) {
            line(title);
        }
        for (Record record : records) {
            line(section == Section.QUESTION ? RecordText.question(record) : RecordText.record(record));
        }
        if (hasTitle) {
            line("");
        }
    }

    private void stats(Reply reply, String size) {
        if (!command.prints(Part.STATS)) {
            return;
        }
        var server = command.server();
        line(";; Query time: " + reply.took().toMillis() + " msec");
        line(";; SERVER: %s(%s) (%s)".formatted(server.place(), server.text(), reply.isTcp() ? "TCP" : "UDP"));
        line(";; WHEN: " + WHEN.format(reply.when()));
        line(size);
        line("");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
