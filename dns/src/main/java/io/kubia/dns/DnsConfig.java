package io.kubia.dns;

import io.kubia.dns.answer.AnswerConfig;
import io.kubia.dns.forward.ForwardConfig;
import io.kubia.dns.forward.Servers;
import io.kubia.dns.server.ServerConfig;
import io.kubia.dns.source.Source;
import io.kubia.dns.zone.ZoneConfig;
import io.kubia.role.settings.UsageException;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a DNS server is told.
 *
 * @param servers who is asked for names outside of the zone
 * @param metrics where metrics are served; nowhere when empty
 * @param logsQueries whether each request is printed
 */
public record DnsConfig(
        ServerConfig server,
        ZoneConfig zone,
        AnswerConfig answer,
        Source source,
        Servers servers,
        ForwardConfig forward,
        Optional<InetSocketAddress> metrics,
        boolean logsQueries) {
    /**
     * For a server in the process of whoever knows the services: as {@code kubia dns} is by default in everything else.
     *
     * @throws IllegalArgumentException the zone is no name
     */
    public static DnsConfig embedded(
            InetSocketAddress listen,
            Optional<InetSocketAddress> metrics,
            String zone,
            Source source,
            SecureRandom random) {
        var flags = List.of(
                "--listen=" + text(listen),
                "--metrics=" + metrics.map(DnsConfig::text).orElse("none"),
                "--zone=" + zone);
        try {
            return DnsOptions.parse(flags, Map.of()).config(source, random);
        } catch (UsageException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String text(InetSocketAddress address) {
        return NetUtil.toSocketAddressString(address);
    }
}
