package io.kubia.dns.interop;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;

/** A program that asks Java's own resolvers, which read resolv.conf once and for all: hence one of its own. */
final class JavaLookups {
    private JavaLookups() {}

    public static void main(String[] arguments) throws UnknownHostException, NamingException {
        say("kubia-0.kubia: " + addresses("kubia-0.kubia"));
        say("kubia: " + addresses("kubia"));
        say("alias: " + addresses("alias"));
        say("many: " + addresses("many").size());
        say("10.42.0.4: " + InetAddress.ofLiteral("10.42.0.4").getCanonicalHostName());
        try {
            say("kubia-9.kubia: " + addresses("kubia-9.kubia"));
        } catch (UnknownHostException e) {
            say("kubia-9.kubia: not found");
        }
        say("SRV: " + srv("kubia.default.svc.cluster.local"));
    }

    private static List<String> addresses(String name) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(name))
                .map(InetAddress::getHostAddress)
                .sorted()
                .toList();
    }

    @SuppressWarnings({"BanJNDI", "JdkObsolete"}) // only DNS and our own server; JNDI takes nothing else
    private static List<String> srv(String name) throws NamingException {
        var environment = new Hashtable<String, String>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        var found = new InitialDirContext(environment).getAttributes(name, new String[] {"SRV"});
        return Collections.list(found.get("SRV").getAll()).stream()
                .map(String::valueOf)
                .sorted()
                .toList();
    }

    private static void say(String text) {
        System.out.println(text);
    }
}
