package io.kubia.controller.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process's own streams, in UTF-8 whatever the machine says, and written line by line. */
final class Out {
    private static final PrintWriter OUT = writer(FileDescriptor.out);
    private static final PrintWriter ERR = writer(FileDescriptor.err);

    private Out() {}

    static PrintWriter out() {
        return OUT;
    }

    static PrintWriter err() {
        return ERR;
    }

    /**
     * Nothing more will be printed. Whoever reads the streams comes to their end, and finds the exit code in a file if the
     * launcher has named one: the process itself may go on.
     */
    static void finish(int code) {
        var file = System.getProperty("kubia.exit");
        if (file != null) {
            try {
                Files.writeString(Path.of(file), Integer.toString(code));
            } catch (IOException e) {
                ERR.println("kubia: " + file + " cannot be written: " + e.getMessage());
            }
        }
        OUT.close();
        ERR.close();
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true) {
            @Override
            public void print(String text) {
                super.print(text);
                flush();
            }
        };
    }
}
