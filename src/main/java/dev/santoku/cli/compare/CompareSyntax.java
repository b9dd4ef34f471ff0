package dev.santoku.cli.compare;

import dev.santoku.cli.option.CommandSyntax;
import dev.santoku.cli.option.OptionReader;
import org.apache.commons.cli.Options;

/** What {@code compare} may be given. */
public final class CompareSyntax {
    private CompareSyntax() {}

    public static Options describe() {
        Options options = new Options();
        options.addOption(
                CommandSyntax.option(
                        "backends",
                        "LIST",
                        "contenders: backend[:variant][@device], comma-separated (default: all back ends; hybrid where there is a GPU). hybrid@cpu+cl0 shares each product; @cl0:2 is two compute units of cl0, as in hybrid@cpu:1+cl0:1"));
        options.addOption(CommandSyntax.option("devices", "LIST", "only these devices: cpu, cl0, cl1 …, cuda0 …"));
        options.addOption(CommandSyntax.option(
                "precision",
                "LIST",
                "f32, f64, tf32, bf16, f16, i8, comma-separated (default: f32,f64; f32 with --quick)"));
        options.addOption(CommandSyntax.option(
                "sizes", "LIST", "N for N×N×N, or MxNxK (default: chosen by a first measured rate)"));
        options.addOption(CommandSyntax.option(
                "batch", "N", "measure N independent products of each size in one call (default sizes: 16,32,64,128)"));
        options.addOption(CommandSyntax.option(
                "threads", "LIST", "threads of the pool; 1,2,4 shows how it scales (default: one per core)"));
        options.addOption(
                CommandSyntax.option(
                        "yardsticks",
                        null,
                        "add the libraries OpenBLAS and those with the CBLAS interface (CPU), CLBlast and cuBLAS (OpenCL devices)"));
        options.addOption(CommandSyntax.option(
                "cblas", "PATH,…", "add libraries with the CBLAS interface in these files, comma-separated"));
        options.addOption(CommandSyntax.option(
                "yardstick-env",
                null,
                "let yardsticks have OPENBLAS_*, MKL_*, OMP_* and the like of the environment (default: set aside)"));
        options.addOption(
                CommandSyntax.option(
                        "ladder",
                        null,
                        "measure all variants, the speedup of each step on the CPU, what Aparapi loses to OpenCL C, and the limit of hybrid, the sum of its parts"));
        options.addOption(CommandSyntax.option(
                "launches", "N", "measure each cell in N fresh JVMs, one after the other (default: 1)"));
        options.addOption(CommandSyntax.option(
                "self-check", null, "measure each contender against itself; exit 7 if they differ (default: single)"));
        SoakOptions.describe(options);
        options.addOption(CommandSyntax.option("quick", null, "take about a minute per precision"));
        options.addOption(CommandSyntax.option(
                "budget",
                "TIME",
                "time for the whole run: 90s, 5m, 1h (default: about 5m per JVM launch, more beyond two precisions)"));
        options.addOption(CommandSyntax.option(
                "within",
                "PERCENT",
                "stop sampling a cell once its 95 % interval is within ±PERCENT (0.1–100, default: 2)"));
        options.addOption(CommandSyntax.option(
                "seed", "N", "random seed for inputs and order (default: " + OptionReader.DEFAULT_SEED + ")"));
        options.addOption(CommandSyntax.option("label", "TEXT", "name of this machine in the result file"));
        options.addOption(CommandSyntax.option("require", "gpu", "exit 4 if there is no GPU"));
        options.addOption(CommandSyntax.option("out", "DIR", "folder of result files (default: results)"));
        options.addOption(CommandSyntax.option("json", "FILE|-", "also write the result there; - is standard output"));
        options.addOption(CommandSyntax.option("csv", "FILE", "write one row per cell there"));
        options.addOption(
                CommandSyntax.option("raw", "FILE|-", "write one JSON line per sample there; - is standard output"));
        options.addOption(CommandSyntax.option("html", "FILE", "also write the page with charts there"));
        options.addOption(CommandSyntax.option(
                "baseline", "FILE", "compare with that result; exit 5 if slower (default sizes: those of the result)"));
        options.addOption(CommandSyntax.option("force", null, "accept a baseline of other hardware"));
        options.addOption(CommandSyntax.option("list", null, "list contenders with their descriptions, and exit"));
        options.addOption(CommandSyntax.option("dry-run", null, "print what would be measured, and exit"));
        options.addOption(
                CommandSyntax.option("tune", null, "tune the OpenCL devices first (default: 1m, or --budget)"));
        options.addOption(CommandSyntax.option(
                Resumption.OPTION,
                null,
                "continue the newest interrupted run in --out, with its plan and the rest of its budget"));
        options.addOption(CommandSyntax.option("quiet", null, "no progress"));
        options.addOption(CommandSyntax.option("no-color", null, "no colour"));
        return options;
    }
}
