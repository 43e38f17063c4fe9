package io.kubia.node.peers;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;

/**
 * The event loops to work on, and the channels that fit them (epoll's or NIO's: whoever makes the group decides).
 *
 * @param group one of its loops is used for everything; it is not shut down here
 * @param stream for connections to peers, and to DNS servers over TCP
 * @param datagram for questions to DNS servers over UDP
 */
public record Transport(
        EventLoopGroup group, Class<? extends SocketChannel> stream, Class<? extends DatagramChannel> datagram) {}
