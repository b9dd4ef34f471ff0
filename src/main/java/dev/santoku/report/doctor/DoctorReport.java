package dev.santoku.report.doctor;

import dev.santoku.backend.CompilerAnswer;
import dev.santoku.report.GpuLines;
import dev.santoku.report.HostLine;
import dev.santoku.report.OpenClDevices;
import dev.santoku.report.Style;
import dev.santoku.report.Units;
import dev.santoku.result.BackendFact;
import dev.santoku.result.CompilerFact;
import dev.santoku.untrusted.UntrustedText;

/** A diagnosis for a terminal: what is there, then what is missing and the cure. */
public final class DoctorReport {
    private DoctorReport() {}

    /** The whole report, ending in a line feed. */
    public static String toText(Diagnosis diagnosis, Style style) {
        StringBuilder text = new StringBuilder();
        heading(text, style, "Processors");
        append(text, "  ", HostLine.of(diagnosis.host()));
        HostLine.details(diagnosis.host()).forEach(line -> append(text, "       ", line));
        append(text, "       ", HostLine.pool(diagnosis.host()));
        OpenClDevices.of(diagnosis.devices()).forEach(device -> append(text, "  ", HostLine.of(device)));
        GpuLines.all(diagnosis.gpus()).forEach(line -> append(text, "  gpu  ", line));
        heading(text, style, "Java");
        append(
                text,
                "  ",
                "%s %s, Vector API %s"
                        .formatted(
                                diagnosis.host().jdk().vendor(),
                                diagnosis.host().jdk().version(),
                                diagnosis.vectorApi() ? "present" : "absent"));
        heading(text, style, "OpenCL");
        appendOpenCl(text, diagnosis.opencl());
        heading(text, style, "Back ends");
        for (BackendFact backend : diagnosis.backends()) {
            String state = backend.available() ? style.good("ready") : style.bad("unavailable");
            text.append("  %-8s %s%n".formatted(backend.id(), state));
        }
        if (!diagnosis.compilers().isEmpty()) {
            heading(text, style, "Compilers");
            diagnosis.compilers().forEach(fact -> appendAnswer(text, style, fact));
        }
        if (diagnosis.findings().isEmpty()) {
            return text.append("\nNothing is missing.\n").toString();
        }
        heading(text, style, "Findings");
        for (Diagnosis.Finding finding : diagnosis.findings()) {
            String level = Units.word(finding.level());
            append(
                    text,
                    "  " + (finding.level() == Diagnosis.Level.MISSING ? style.bad(level) : style.bold(level)) + " ",
                    finding.what());
            append(text, "          → ", finding.cure());
        }
        return text.toString();
    }

    private static void appendOpenCl(StringBuilder text, Diagnosis.OpenCl opencl) {
        append(text, "  loader   ", opencl.loader() == null ? "none" : opencl.loader());
        append(
                text,
                "  drivers  ",
                opencl.drivers().isEmpty() ? "none registered" : String.join(", ", opencl.drivers()));
        if (opencl.chosenByUser() != null) {
            append(text, "  chosen by OCL_ICD_VENDORS=", opencl.chosenByUser());
        }
    }

    /** One line, whoever wrote its words. */
    private static void append(StringBuilder text, String begin, String words) {
        text.append(begin).append(UntrustedText.line(words)).append('\n');
    }

    private static void appendAnswer(StringBuilder text, Style style, CompilerFact fact) {
        String verdict = Units.word(fact.verdict()).replace('_', ' ');
        boolean good = fact.verdict() == CompilerAnswer.Verdict.ACCEPTED;
        boolean bad = fact.verdict() == CompilerAnswer.Verdict.WRONG || fact.verdict() == CompilerAnswer.Verdict.LOST;
        append(
                text,
                "  %-4s %-41s %s"
                        .formatted(
                                fact.device(),
                                fact.what(),
                                good ? style.good(verdict) : bad ? style.bad(verdict) : verdict),
                fact.detail() == null ? "" : ": " + fact.detail());
    }

    private static void heading(StringBuilder text, Style style, String title) {
        text.append(text.length() == 0 ? "" : "\n").append(style.bold(title)).append('\n');
    }
}
