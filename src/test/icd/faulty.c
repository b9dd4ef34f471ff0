/*
 * An OpenCL driver that goes wrong on demand: PoCL's, with faults of its own. For tests alone.
 *
 *   gcc -shared -fPIC -fvisibility=hidden -o libfaulty.so faulty.c -ldl -lpthread
 *   echo "$PWD/libfaulty.so" >vendors/faulty.icd
 *   OCL_ICD_VENDORS=$PWD/vendors SANTOKU_FAULT=skip SANTOKU_FAULT_AFTER=3 scripts/compare.sh --backends jocl --sizes 512
 *
 * Without SANTOKU_FAULT it is PoCL. The variables:
 *
 *   SANTOKU_FAULT         what happens
 *     skip                a kernel is not launched; its event completes as if it had been
 *     stale               a read-back gives what an earlier one of the same size gave
 *     zero                a read-back gives zeros
 *     nan bit double      one element of a read-back is NaN, has one bit of its mantissa flipped, is doubled
 *     hang segv exit      a call never returns, dies of SIGSEGV, ends the process with status 3
 *     facts               the driver tells nonsense of itself
 *   SANTOKU_FAULT_AT      where hang, segv and exit happen: load (of this library), probe (for devices), context, build,
 *                         launch (default: launch) or read. The others know their place
 *   SANTOKU_FAULT_FACT    no-units, no-memory, huge-memory, negative (all bits of each number are set), name (control
 *                         characters, markup, a formula, invalid UTF-8) or long-name (100,000 characters)
 *   SANTOKU_FAULT_FROM    not before so many calls at that place, in each process (default: 1, the first)
 *   SANTOKU_FAULT_AFTER   not before so many seconds since the first launch, in each process (default: 0)
 *   SANTOKU_FAULT_FOR     so many seconds, and no longer (default: without end)
 *   SANTOKU_FAULT_EVERY   every so manieth call between those moments (default: 1, each)
 *   SANTOKU_FAULT_LOG     a file that gets one line for each fault: FAULT PLACE PROCESS SECONDS-SINCE-FIRST-LAUNCH
 *   SANTOKU_FAULT_DRIVER  PoCL's library (default: the one that the first *pocl*.icd of /etc/OpenCL/vendors names)
 *
 * Read-backs are clEnqueueReadBuffer, clEnqueueReadBufferRect (its first row alone is spoilt), and clEnqueueMapBuffer for
 * reading of a buffer that the host never overwrites through a mapping, as it does with A and B. What is spoilt is spoilt
 * at once, so those calls block.
 */
#define _GNU_SOURCE
#define CL_TARGET_OPENCL_VERSION 300
#define CL_USE_DEPRECATED_OPENCL_1_0_APIS
#define CL_USE_DEPRECATED_OPENCL_1_1_APIS
#define CL_USE_DEPRECATED_OPENCL_1_2_APIS
#define CL_USE_DEPRECATED_OPENCL_2_0_APIS
#define CL_USE_DEPRECATED_OPENCL_2_1_APIS
#define CL_USE_DEPRECATED_OPENCL_2_2_APIS
#include <CL/cl.h>
#include <CL/cl_icd.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <glob.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

/* ---- What was asked for ---- */

static const char *fault, *place, *fact;
static double after, lasting;
static long from, every;
static int log_file = -1;

static void refuse(const char *what, const char *value)
{
    fprintf(stderr, "faulty driver: %s '%s': see src/test/icd/faulty.c\n", what, value);
    abort();
}

static const char *setting(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return value && *value ? value : otherwise;
}

static double number(const char *name, double otherwise)
{
    const char *value = setting(name, NULL);
    char *end;
    double parsed = value ? strtod(value, &end) : otherwise;
    if (value && (*end || parsed < 0)) {
        refuse(name, value);
    }
    return parsed;
}

static int is_one_of(const char *word, const char *words)
{
    char padded[32];
    return snprintf(padded, sizeof padded, " %s ", word) < (int) sizeof padded && strstr(words, padded) != NULL;
}

static int fault_is(const char *names)
{
    return fault && is_one_of(fault, names);
}

static void read_settings(void)
{
    fault = setting("SANTOKU_FAULT", NULL);
    if (!fault) {
        return;
    }
    int is_crash = fault_is(" hang segv exit ");
    place = setting("SANTOKU_FAULT_AT", "launch");
    if (fault_is(" stale zero nan bit double ")) {
        place = "read";
    } else if (fault_is(" skip ")) {
        place = "launch";
    } else if (fault_is(" facts ")) {
        place = "facts";
    } else if (!is_crash) {
        refuse("SANTOKU_FAULT", fault);
    } else if (!is_one_of(place, " load probe context build launch read ")) {
        refuse("SANTOKU_FAULT_AT", place);
    }
    fact = setting("SANTOKU_FAULT_FACT", "no-units");
    if (!is_one_of(fact, " no-units no-memory huge-memory negative name long-name ")) {
        refuse("SANTOKU_FAULT_FACT", fact);
    }
    from = (long) number("SANTOKU_FAULT_FROM", 1);
    after = number("SANTOKU_FAULT_AFTER", 0);
    lasting = number("SANTOKU_FAULT_FOR", 1e9);
    every = (long) number("SANTOKU_FAULT_EVERY", 1);
    if (every < 1) {
        refuse("SANTOKU_FAULT_EVERY", "0");
    }
    const char *log = setting("SANTOKU_FAULT_LOG", NULL);
    if (log && (log_file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666)) < 0) {
        refuse("SANTOKU_FAULT_LOG", log);
    }
}

/* ---- When it happens ---- */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static double first_launch = -1;
static long calls, calls_between;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

static double loaded_for(void)
{
    return first_launch < 0 ? 0 : now() - first_launch;
}

/* Whether the fault is due at this call; each place where one could be asks once. */
static int is_due(const char *here)
{
    if (!fault || strcmp(here, place) != 0) {
        return 0;
    }
    pthread_mutex_lock(&mutex);
    double seconds = loaded_for();
    int due = ++calls >= from && seconds >= after && seconds < after + lasting && ++calls_between % every == 0;
    pthread_mutex_unlock(&mutex);
    return due;
}

/* One write, so that processes which share the file do not mix their lines. */
static void tell(void)
{
    char line[128];
    int length = snprintf(line, sizeof line, "%s %s %d %.3f\n", fault, place, (int) getpid(), loaded_for());
    if (log_file >= 0 && write(log_file, line, (size_t) length) != length) {
        refuse("SANTOKU_FAULT_LOG", "cannot be written");
    }
}

static void maybe_crash(const char *here)
{
    if (!fault_is(" hang segv exit ") || !is_due(here)) {
        return;
    }
    tell();
    if (fault_is(" exit ")) {
        exit(3);
    } else if (fault_is(" segv ")) {
        *(volatile int *) NULL = 0;
    }
    for (;;) {
        pause();
    }
}

/* ---- Spoilt read-backs ---- */

enum { WORD = sizeof(uint32_t), MOST_KEPT = 16 };

static struct kept {
    size_t bytes;
    void *content;
} kept[MOST_KEPT];

/* The last content of this size; a new place, or the oldest, where there was none. */
static struct kept *kept_of(size_t bytes)
{
    static int oldest;
    for (int i = 0; i < MOST_KEPT; i++) {
        if (kept[i].content && kept[i].bytes == bytes) {
            return &kept[i];
        }
    }
    struct kept *place = &kept[oldest++ % MOST_KEPT];
    free(place->content);
    *place = (struct kept) {bytes, NULL};
    return place;
}

static int make_stale(void *content, size_t bytes, int due)
{
    pthread_mutex_lock(&mutex);
    struct kept *last = kept_of(bytes);
    int spoilt = due && last->content;
    if (spoilt) {
        memcpy(content, last->content, bytes);
    } else if ((last->content = last->content ? last->content : malloc(bytes))) {
        memcpy(last->content, content, bytes);
    }
    pthread_mutex_unlock(&mutex);
    return spoilt;
}

/*
 * Nobody says of which type the elements are. Of doubles the lower halves are random bits, or zero where they are
 * integers; of floats they are floats, of ordinary size.
 */
static int are_doubles(const uint32_t *words, size_t count)
{
    int has_even = 0, has_odd = 0;
    if (count % 2) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t exponent = words[i] >> 23 & 0xff;
        if (i % 2) {
            has_odd |= words[i] << 1 != 0;
        } else if (words[i] << 1 != 0) {
            has_even = 1;
            if (exponent < 127 - 64 || exponent > 127 + 64) {
                return 1;
            }
        }
    }
    return has_odd && !has_even;
}

/* One element of floats or doubles, the first from somewhere on that is not zero. */
static int spoil_element(uint32_t *words, size_t count)
{
    static size_t somewhere;
    int doubles = are_doubles(words, count);
    size_t size = doubles ? 2 : 1, elements = count / size;
    somewhere += 7919;
    for (size_t i = 0; i < elements; i++) {
        size_t index = (somewhere + i) % elements;
        uint32_t *high = words + index * size + size - 1; /* sign, exponent and the upper bits of the mantissa */
        if (*high << 1 == 0) {
            continue;
        } else if (fault_is(" nan ")) {
            *high = doubles ? 0x7ff80000 : 0x7fc00000;
        } else if (fault_is(" bit ")) {
            *high ^= 1 << 10;
        } else {
            *high += doubles ? 1 << 20 : 1 << 23;
        }
        return 1;
    }
    return 0;
}

static void spoil(void *content, size_t bytes, int due)
{
    int spoilt = 0;
    if (fault_is(" stale ")) {
        spoilt = make_stale(content, bytes, due);
    } else if (due && fault_is(" zero ")) {
        memset(content, 0, bytes);
        spoilt = 1;
    } else if (due && fault_is(" nan bit double ")) {
        spoilt = spoil_element(content, bytes / WORD);
    }
    if (spoilt) {
        tell();
    }
}

/* Buffers that the host overwrites through mappings. */
static cl_mem inputs[64];

static int is_input(cl_mem buffer)
{
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        if (inputs[i] == buffer) {
            return 1;
        }
    }
    return 0;
}

/* The mutex is held. */
static void set_input(cl_mem buffer)
{
    static size_t next;
    if (!is_input(buffer)) {
        inputs[next++ % (sizeof inputs / sizeof *inputs)] = buffer;
    }
}

static int is_read_back(cl_mem buffer, cl_map_flags flags)
{
    pthread_mutex_lock(&mutex);
    if (flags & CL_MAP_WRITE_INVALIDATE_REGION) {
        set_input(buffer);
    }
    int reads = (flags & CL_MAP_READ) && !is_input(buffer);
    pthread_mutex_unlock(&mutex);
    return reads;
}

/* A new buffer may get the handle of one that was released. */
static void forget_input(cl_mem buffer)
{
    pthread_mutex_lock(&mutex);
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        if (inputs[i] == buffer) {
            inputs[i] = NULL;
        }
    }
    pthread_mutex_unlock(&mutex);
}

/* Whether the content of this read-back must be looked at. */
static int is_watched(int due)
{
    return due || fault_is(" stale ");
}

/* ---- The calls between: as PoCL has them, but for the faults ---- */

static cl_icd_dispatch real;

static cl_int launch(
    cl_command_queue queue, cl_kernel kernel, cl_uint dimensions, const size_t *offset, const size_t *items,
    const size_t *group, cl_uint waits, const cl_event *wait, cl_event *event)
{
    pthread_mutex_lock(&mutex);
    if (first_launch < 0) {
        first_launch = now();
    }
    pthread_mutex_unlock(&mutex);
    maybe_crash("launch");
    if (fault_is(" skip ") && is_due("launch")) {
        tell();
        return real.clEnqueueMarkerWithWaitList(queue, waits, wait, event);
    }
    return real.clEnqueueNDRangeKernel(queue, kernel, dimensions, offset, items, group, waits, wait, event);
}

static cl_int read_buffer(
    cl_command_queue queue, cl_mem buffer, cl_bool blocking, size_t offset, size_t bytes, void *host, cl_uint waits,
    const cl_event *wait, cl_event *event)
{
    maybe_crash("read");
    int due = is_due("read");
    cl_bool blocks = is_watched(due) ? CL_TRUE : blocking;
    cl_int status = real.clEnqueueReadBuffer(queue, buffer, blocks, offset, bytes, host, waits, wait, event);
    if (status == CL_SUCCESS && blocks) {
        spoil(host, bytes, due);
    }
    return status;
}

static cl_int read_rectangle(
    cl_command_queue queue, cl_mem buffer, cl_bool blocking, const size_t *origin, const size_t *host_origin,
    const size_t *region, size_t pitch, size_t slice, size_t host_pitch, size_t host_slice, void *host, cl_uint waits,
    const cl_event *wait, cl_event *event)
{
    maybe_crash("read");
    int due = is_due("read");
    cl_bool blocks = is_watched(due) ? CL_TRUE : blocking;
    cl_int status = real.clEnqueueReadBufferRect(
        queue, buffer, blocks, origin, host_origin, region, pitch, slice, host_pitch, host_slice, host, waits, wait,
        event);
    if (status == CL_SUCCESS && blocks) {
        size_t row = host_pitch ? host_pitch : region[0], plane = host_slice ? host_slice : row * region[1];
        spoil((char *) host + host_origin[0] + host_origin[1] * row + host_origin[2] * plane, region[0], due);
    }
    return status;
}

static void *map_buffer(
    cl_command_queue queue, cl_mem buffer, cl_bool blocking, cl_map_flags flags, size_t offset, size_t bytes,
    cl_uint waits, const cl_event *wait, cl_event *event, cl_int *status)
{
    int reads = is_read_back(buffer, flags), due = 0;
    if (reads) {
        maybe_crash("read");
        due = is_due("read");
    }
    cl_bool blocks = reads && is_watched(due) ? CL_TRUE : blocking;
    void *region = real.clEnqueueMapBuffer(queue, buffer, blocks, flags, offset, bytes, waits, wait, event, status);
    if (region && reads && blocks) {
        spoil(region, bytes, due);
    }
    return region;
}

static cl_mem create_buffer(cl_context context, cl_mem_flags flags, size_t bytes, void *host, cl_int *status)
{
    cl_mem buffer = real.clCreateBuffer(context, flags, bytes, host, status);
    forget_input(buffer);
    return buffer;
}

static cl_context create_context(
    const cl_context_properties *properties, cl_uint count, const cl_device_id *devices,
    void(CL_CALLBACK *notify)(const char *, const void *, size_t, void *), void *data, cl_int *status)
{
    maybe_crash("context");
    return real.clCreateContext(properties, count, devices, notify, data, status);
}

static cl_context create_context_of_type(
    const cl_context_properties *properties, cl_device_type type,
    void(CL_CALLBACK *notify)(const char *, const void *, size_t, void *), void *data, cl_int *status)
{
    maybe_crash("context");
    return real.clCreateContextFromType(properties, type, notify, data, status);
}

static cl_int build(
    cl_program program, cl_uint count, const cl_device_id *devices, const char *options,
    void(CL_CALLBACK *notify)(cl_program, void *), void *data)
{
    maybe_crash("build");
    return real.clBuildProgram(program, count, devices, options, notify, data);
}

static cl_int device_ids(
    cl_platform_id platform, cl_device_type type, cl_uint most, cl_device_id *devices, cl_uint *count)
{
    maybe_crash("probe");
    return real.clGetDeviceIDs(platform, type, most, devices, count);
}

/* ---- Nonsense that a driver tells of itself ---- */

/* What a terminal, HTML, Markdown, CSV, a path and a reader of UTF-8 take amiss. */
static const char odd_name[] =
    "=1+1|\033[31mred\033[0m\a\r\n\t\xe2\x80\xae<script>alert(1)</script>{{{x}}}[a](http://localhost/b) @all \"',;%s%n"
    "../../x\xff\xc3";

static const char *nonsense_name(void)
{
    static char endless[100001];
    if (fact[0] == 'n') {
        return odd_name;
    }
    memset(endless, 'x', sizeof endless - 1);
    return endless;
}

static cl_int say(const char *text, size_t size, void *value, size_t *size_ret)
{
    size_t needed = strlen(text) + 1;
    tell();
    if (size_ret) {
        *size_ret = needed;
    }
    if (value && size < needed) {
        return CL_INVALID_VALUE;
    } else if (value) {
        memcpy(value, text, needed);
    }
    return CL_SUCCESS;
}

static int tells_names(void)
{
    return fault_is(" facts ") && is_one_of(fact, " name long-name ");
}

/* The byte that a number is filled with, or -1 where it stays as it is. */
static int nonsense_of(cl_device_info what)
{
    if (!fault_is(" facts ") || tells_names()) {
        return -1;
    }
    switch (what) {
    case CL_DEVICE_MAX_COMPUTE_UNITS:
        return is_one_of(fact, " no-units ") ? 0 : is_one_of(fact, " negative ") ? 0xff : -1;
    case CL_DEVICE_GLOBAL_MEM_SIZE:
    case CL_DEVICE_MAX_MEM_ALLOC_SIZE:
    case CL_DEVICE_LOCAL_MEM_SIZE:
    case CL_DEVICE_GLOBAL_MEM_CACHE_SIZE:
        return is_one_of(fact, " no-memory ") ? 0 : is_one_of(fact, " huge-memory ") ? 0x7f
            : is_one_of(fact, " negative ") ? 0xff : -1;
    case CL_DEVICE_MAX_WORK_GROUP_SIZE:
    case CL_DEVICE_MAX_WORK_ITEM_SIZES:
    case CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT:
    case CL_DEVICE_NATIVE_VECTOR_WIDTH_DOUBLE:
    case CL_DEVICE_MAX_CLOCK_FREQUENCY:
    case CL_DEVICE_PROFILING_TIMER_RESOLUTION:
        return is_one_of(fact, " negative ") ? 0xff : -1;
    default:
        return -1;
    }
}

static cl_int device_info(cl_device_id device, cl_device_info what, size_t size, void *value, size_t *size_ret)
{
    size_t bytes = 0;
    int is_name = what == CL_DEVICE_NAME || what == CL_DEVICE_VENDOR || what == CL_DRIVER_VERSION;
    if (is_name && tells_names()) {
        return say(nonsense_name(), size, value, size_ret);
    }
    cl_int status = real.clGetDeviceInfo(device, what, size, value, &bytes);
    if (size_ret) {
        *size_ret = bytes;
    }
    int filling = nonsense_of(what);
    if (status == CL_SUCCESS && value && filling >= 0) {
        memset(value, filling, bytes);
        tell();
    }
    return status;
}

static cl_int platform_info(
    cl_platform_id platform, cl_platform_info what, size_t size, void *value, size_t *size_ret)
{
    if ((what == CL_PLATFORM_NAME || what == CL_PLATFORM_VENDOR) && tells_names()) {
        return say(nonsense_name(), size, value, size_ret);
    }
    return real.clGetPlatformInfo(platform, what, size, value, size_ret);
}

/* ---- The driver behind, and the way in ---- */

/* All objects of a driver begin with the address of one table, through which the loader calls it. */
struct _cl_platform_id {
    cl_icd_dispatch *dispatch;
};

static void *(*real_extension)(const char *);

static void find_driver_by_icd(char *path, size_t size)
{
    glob_t found;
    FILE *icd = NULL;
    if (glob("/etc/OpenCL/vendors/*pocl*.icd", 0, NULL, &found) == 0) {
        icd = fopen(found.gl_pathv[0], "r");
        globfree(&found);
    }
    if (!icd || !fgets(path, (int) size, icd)) {
        refuse("SANTOKU_FAULT_DRIVER", "is not set, and /etc/OpenCL/vendors names no PoCL");
    }
    path[strcspn(path, "\n")] = 0;
    fclose(icd);
}

__attribute__((constructor)) static void load(void)
{
    char path[4096];
    const char *driver = setting("SANTOKU_FAULT_DRIVER", NULL);
    read_settings();
    maybe_crash("load");
    if (!driver) {
        find_driver_by_icd(path, sizeof path);
        driver = path;
    }
    void *library = dlopen(driver, RTLD_NOW | RTLD_LOCAL);
    real_extension = library ? (void *(*) (const char *) ) dlsym(library, "clGetExtensionFunctionAddress") : NULL;
    if (!real_extension) {
        refuse("not a driver", driver);
    }
}

#define PUT_BETWEEN(call, ours) (real.call = table->call, table->call = (ours))

/* The table is the driver's own and may be read-only; each of its objects must show it. */
static void put_between(cl_icd_dispatch *table)
{
    uintptr_t page = (uintptr_t) sysconf(_SC_PAGESIZE), begin = (uintptr_t) table / page * page;
    if (mprotect((void *) begin, (uintptr_t) (table + 1) - begin, PROT_READ | PROT_WRITE) != 0) {
        refuse("not to be written", "the driver's table");
    }
    real.clEnqueueMarkerWithWaitList = table->clEnqueueMarkerWithWaitList;
    PUT_BETWEEN(clGetPlatformInfo, platform_info);
    PUT_BETWEEN(clGetDeviceIDs, device_ids);
    PUT_BETWEEN(clGetDeviceInfo, device_info);
    PUT_BETWEEN(clCreateContext, create_context);
    PUT_BETWEEN(clCreateContextFromType, create_context_of_type);
    PUT_BETWEEN(clBuildProgram, build);
    PUT_BETWEEN(clCreateBuffer, create_buffer);
    PUT_BETWEEN(clEnqueueNDRangeKernel, launch);
    PUT_BETWEEN(clEnqueueReadBuffer, read_buffer);
    PUT_BETWEEN(clEnqueueReadBufferRect, read_rectangle);
    PUT_BETWEEN(clEnqueueMapBuffer, map_buffer);
}

EXPORT cl_int clIcdGetPlatformIDsKHR(cl_uint most, cl_platform_id *platforms, cl_uint *count)
{
    cl_int(*real_platforms)(cl_uint, cl_platform_id *, cl_uint *) = real_extension("clIcdGetPlatformIDsKHR");
    cl_int status = real_platforms(most, platforms, count);
    pthread_mutex_lock(&mutex);
    if (status == CL_SUCCESS && platforms && most > 0 && !real.clGetPlatformInfo) {
        put_between(platforms[0]->dispatch);
    }
    pthread_mutex_unlock(&mutex);
    return status;
}

EXPORT cl_int clGetPlatformInfo(
    cl_platform_id platform, cl_platform_info what, size_t size, void *value, size_t *size_ret)
{
    return platform_info(platform, what, size, value, size_ret);
}

EXPORT void *clGetExtensionFunctionAddress(const char *name)
{
    if (strcmp(name, "clIcdGetPlatformIDsKHR") == 0) {
        return clIcdGetPlatformIDsKHR;
    }
    return strcmp(name, "clGetPlatformInfo") == 0 ? clGetPlatformInfo : real_extension(name);
}
