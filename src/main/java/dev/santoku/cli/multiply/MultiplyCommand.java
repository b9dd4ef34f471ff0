package dev.santoku.cli.multiply;

import dev.santoku.cli.option.Command;
import dev.santoku.cli.option.WorkerDeadline;
import dev.santoku.cli.terminal.CommandException;
import dev.santoku.cli.terminal.ExitCode;
import dev.santoku.cli.terminal.Terminal;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code multiply}: the product of two matrices in files. */
public final class MultiplyCommand implements Command {
    @Override
    public String name() {
        return "multiply";
    }

    @Override
    public String summary() {
        return "multiply two matrices in files, larger than memory if need be";
    }

    @Override
    public String operands() {
        return "A B";
    }

    @Override
    public Options options() {
        return MultiplyOptions.describe();
    }

    @Override
    public List<String> notes() {
        return List.of(
                "A and B: FILE.npy (NumPy, float32 or float64), FILE.mtx (Matrix Market), or FILE:ROWSxCOLUMNS:f32 or :f64 for",
                "little-endian elements alone, row by row. C is f64 if the precision is, else f32. Its file appears when it is",
                "complete. Factors and C are read and written by blocks, so they may be larger than memory. A, B and C may also be",
                "FOLDER.blocks: a .npy file for each block, and manifest.json with their places and checksums, written last.",
                "With --master they lie in folders that all nodes see, or have a scheme of Hadoop's file systems, such as",
                "hdfs://HOST/FILE.npy, and every block is verified.",
                "",
                "examples:",
                "  multiply a.npy b.npy -o c.npy --verify",
                "  multiply a.bin:1000x500:f32 b.mtx -o c.npy --precision f32 --backend pool",
                "  multiply --random 4096x4096x4096 --seed 7",
                "  multiply a.npy b.npy -o c.npy --master spark://head:7077 --memory 8192",
                "  multiply a.npy b.npy -o c.blocks --master cluster",
                "",
                "environment: SANTOKU_DEADLINE=60: a worker counts as hung after so many seconds of silence; SANTOKU_SUBMIT: more",
                "arguments of spark-submit, such as --packages org.apache.hadoop:hadoop-aws:3.4.3",
                "exit codes: 0 done; 1 internal error, or a file that cannot be written; 2 wrong usage, a file that is no matrix",
                "to multiply, or factors that --verify cannot judge (NaN); 3 if a wrong product was found; 4 if the device is",
                "missing or cannot compute it; 6 if the worker, or a task on every node, failed; 130 if interrupted.");
    }

    @Override
    public ExitCode run(CommandLine line, List<String> arguments, Terminal terminal) throws CommandException {
        MultiplyOptions options = MultiplyOptions.from(line);
        if (options.switches().cluster().isPresent()) {
            return new ClusterRun(options, options.switches().cluster().get(), terminal).execute();
        }
        return new MultiplyRun(options, WorkerDeadline.from(terminal.environment()), terminal).execute();
    }
}
