#pragma once
/// What primitives of oneDNN work on, and in what order they are run.

#include <oneapi/dnnl/dnnl.hpp>

#include <cstddef>
#include <unordered_map>
#include <vector>

namespace bench::peers::primitives {

using dnnl::memory;
using tag = memory::format_tag;
using dims = memory::dims;

inline const dnnl::engine& cpu() {
    static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    return engine;
}

inline memory::desc floats(const dims& sizes, tag layout = tag::any) {
    return {sizes, memory::data_type::f32, layout};
}
inline memory room(const memory::desc& what) {
    return {what, cpu()};
}
inline float* data(const memory& m) {
    return static_cast<float*>(m.get_data_handle());
}
/// Padding included.
inline std::size_t size(const memory& m) {
    return m.get_desc().get_size() / sizeof(float);
}

/// Primitives and what they work on, to be run one after the other.
class sequence {
    struct call {
        dnnl::primitive what;
        std::unordered_map<int, memory> with;
    };
    std::vector<call> calls_;
    dnnl::stream stream_{cpu()};

public:
    void add(const dnnl::primitive& what, const std::unordered_map<int, memory>& with) {
        calls_.push_back({what, with});
    }
    void add_copy(const memory& from, const memory& to) {
        add(dnnl::reorder(from, to), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
    }
    /// The values in a layout: a copy, made anew by each run, where they stand in another.
    memory in_layout(const memory& values, const memory::desc& wanted) {
        if (values.get_desc() == wanted)
            return values;
        const memory copy = room(wanted);
        add_copy(values, copy);
        return copy;
    }
    void run() {
        for (const call& c : calls_)
            c.what.execute(stream_, c.with);
        stream_.wait();
    }
};

/// A mini-batch may go through the convolutions in pieces, which stay in the cache meanwhile. What stands apart for
/// each is in memories of which the primitives see one piece at a time.
class pieces {
    struct kept {
        memory seen, all;
        bool is_gradient;
    };
    std::vector<kept> kept_;
    std::size_t count_;

    memory keep(const memory& seen, bool is_gradient) {
        memory::desc all = seen.get_desc(); // its first size is the outermost in every layout that there is here
        all.data.dims[0] *= static_cast<memory::dim>(count_);
        all.data.padded_dims[0] *= static_cast<memory::dim>(count_);
        kept_.push_back({seen, room(all), is_gradient});
        see(0);
        return kept_.back().all;
    }

public:
    explicit pieces(std::size_t count) : count_(count) {}
    std::size_t count() const { return count_; }

    /// Gives the values of the whole mini-batch.
    memory keep(const memory& seen) { return keep(seen, false); }
    void keep_gradient(const memory& seen) { keep(seen, true); }

    void see(std::size_t piece) {
        for (const kept& k : kept_)
            k.seen.set_data_handle(static_cast<char*>(k.all.get_data_handle()) + piece * k.seen.get_desc().get_size());
    }
    /// The gradients seen then are those of the whole mini-batch.
    void add_gradients() {
        see(0);
        for (const kept& k : kept_)
            for (std::size_t n = size(k.seen), i = n; k.is_gradient && i < n * count_; i += n)
                for (std::size_t j = 0; j < n; ++j)
                    data(k.all)[j] += data(k.all)[i + j];
    }
};

/// Values of ours where they are. oneDNN names outputs before inputs, and channels before rows and columns, however
/// they stand.
struct our_layout {
    static memory values(const dims& sizes, const float* at) { return view(sizes, tag::nhwc, at); }
    static memory weights(const dims& sizes, const float* at) {
        return view(sizes, sizes.size() == 4 ? tag::hwio : tag::ba, at);
    }
    static memory bias(const dims& sizes, const float* at) { return view(sizes, tag::a, at); }

private:
    static memory view(const dims& sizes, tag layout, const float* at) {
        return {floats(sizes, layout), cpu(), const_cast<float*>(at)};
    }
};

/// A copy in a layout of oneDNN's.
inline memory taken_over(const memory& from, const memory::desc& layout) {
    const memory to = room(layout);
    sequence copy;
    copy.add_copy(from, to);
    copy.run();
    return to;
}
/// A copy as ours stand. view: one of our_layout's.
template <class View>
std::vector<float> given_back(const memory& from, View view) {
    const dims sizes = from.get_desc().dims();
    std::size_t count = 1;
    for (const memory::dim n : sizes)
        count *= static_cast<std::size_t>(n);
    std::vector<float> to(count);
    sequence copy;
    copy.add_copy(from, view(sizes, to.data()));
    copy.run();
    return to;
}

}
