package io.kubia.dns;

import io.kubia.dns.answer.AnswerConfig;
import io.kubia.dns.forward.ForwardConfig;
import io.kubia.dns.forward.Servers;
import io.kubia.dns.server.ServerConfig;
import io.kubia.dns.source.Source;
import io.kubia.dns.zone.ZoneConfig;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Everything that a DNS server is told.
 *
 * @param servers who is asked for names outside of the zone
 * @param metrics where metrics are served; nowhere when empty
 * @param logsQueries whether each request is printed
 */
record DnsConfig(
        ServerConfig server,
        ZoneConfig zone,
        AnswerConfig answer,
        Source source,
        Servers servers,
        ForwardConfig forward,
        Optional<InetSocketAddress> metrics,
        boolean logsQueries) {}
