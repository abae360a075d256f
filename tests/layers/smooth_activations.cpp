#include "../laws/layer_laws.hpp"

#include <trilobite/trilobite.hpp>

#include <initializer_list>

using namespace trilobite;

namespace {

struct known {
    double x, y, slope;
};

void check(double found, double expected, double tolerance, double margin, double x) {
    CAPTURE(x);
    CHECK(found == Approx(expected).epsilon(tolerance).margin(margin));
}

/// Values and derivatives in float and double. The tables hold 17 digits, computed with mpmath from the formulas that
/// the papers print. Ulps: the relative error allowed; lost: whether the derivative loses what is small beside 1.
template <class Activation, class T>
void check_known_in(std::initializer_list<known> table, double ulps, bool lost) {
    using limits = std::numeric_limits<T>;
    constexpr double epsilon = limits::epsilon(), smallest = limits::min();
    for (const auto& [x, y, slope] : table) {
        const simd<T, 1> in(static_cast<T>(x)), out = Activation::value(in);
        const simd<T, 1> found = Activation::derivative(Elementwise<Activation> ? out : in);
        check(out.value, y, ulps * epsilon, smallest, x);
        check(found.value, slope, ulps * epsilon, lost ? epsilon : smallest, x);
    }
}

template <class Activation>
void check_known(std::initializer_list<known> table, double ulps = 8, bool lost = false) {
    check_known_in<Activation, float>(table, ulps, lost);
    check_known_in<Activation, double>(table, ulps, lost);
}

}

TEMPLATE_TEST_CASE("a parametric or smooth activation obeys the laws of layers", "[layers]", leaky_relu<>, elu<0.5>,
                   hard_sigmoid, softplus, gelu, swish) {
    laws::check_layer<TestType, shape{5}, 3>();
    laws::check_layer<TestType, shape{3, 11}, 2>();
}

TEST_CASE("leaky_relu at known points", "[layers]") {
    check_known<leaky_relu<0.01>>({{-100, -1, 0.01},
                                   {-30, -0.3, 0.01},
                                   {-10, -0.1, 0.01},
                                   {-3, -0.03, 0.01},
                                   {-1, -0.01, 0.01},
                                   {-0.125, -0.00125, 0.01},
                                   {0.125, 0.125, 1},
                                   {1, 1, 1},
                                   {3, 3, 1},
                                   {10, 10, 1},
                                   {30, 30, 1},
                                   {100, 100, 1}});
    check_known<leaky_relu<0.3>>({{-100, -30, 0.3},
                                  {-30, -9, 0.3},
                                  {-10, -3, 0.3},
                                  {-3, -0.9, 0.3},
                                  {-1, -0.3, 0.3},
                                  {-0.125, -0.0375, 0.3},
                                  {0.125, 0.125, 1},
                                  {1, 1, 1},
                                  {3, 3, 1},
                                  {10, 10, 1},
                                  {30, 30, 1},
                                  {100, 100, 1}});
}

TEST_CASE("elu at known points", "[layers]") {
    check_known<elu<1>>({{-100, -1, 3.720075976020836e-44},
                         {-30, -0.99999999999990642, 9.3576229688401746e-14},
                         {-10, -0.99995460007023752, 4.5399929762484852e-5},
                         {-3, -0.95021293163213606, 0.049787068367863943},
                         {-1, -0.63212055882855768, 0.36787944117144232},
                         {-0.125, -0.1175030974154046, 0.8824969025845954},
                         {0.125, 0.125, 1},
                         {1, 1, 1},
                         {3, 3, 1},
                         {10, 10, 1},
                         {30, 30, 1},
                         {100, 100, 1}},
                        8, true);
    check_known<elu<0.5>>({{-100, -0.5, 1.860037988010418e-44},
                           {-30, -0.49999999999995321, 4.6788114844200873e-14},
                           {-10, -0.49997730003511876, 2.2699964881242426e-5},
                           {-3, -0.47510646581606803, 0.024893534183931971},
                           {-1, -0.31606027941427884, 0.18393972058572116},
                           {-0.125, -0.058751548707702299, 0.4412484512922977},
                           {0.125, 0.125, 1},
                           {1, 1, 1},
                           {3, 3, 1},
                           {10, 10, 1},
                           {30, 30, 1},
                           {100, 100, 1}},
                          8, true);
}

TEST_CASE("hard_sigmoid at known points", "[layers]") {
    check_known<hard_sigmoid>({{-100, 0, 0},
                               {-30, 0, 0},
                               {-10, 0, 0},
                               {-3, 0, 0},
                               {-1, 0.3, 0.2},
                               {-0.125, 0.475, 0.2},
                               {0.125, 0.525, 0.2},
                               {1, 0.7, 0.2},
                               {3, 1, 0},
                               {10, 1, 0},
                               {30, 1, 0},
                               {100, 1, 0}});
}

TEST_CASE("softplus at known points", "[layers]") {
    check_known<softplus>({{-100, 3.720075976020836e-44, 3.720075976020836e-44},
                           {-30, 9.3576229688397368e-14, 9.357622968839299e-14},
                           {-10, 4.5398899216864647e-5, 4.5397868702434395e-5},
                           {-3, 0.048587351573742059, 0.047425873177566781},
                           {-1, 0.31326168751822283, 0.26894142136999512},
                           {-0.125, 0.63259903531716907, 0.46879062662624374},
                           {0.125, 0.75759903531716907, 0.53120937337375626},
                           {1, 1.3132616875182228, 0.73105857863000488},
                           {3, 3.0485873515737421, 0.95257412682243322},
                           {10, 10.000045398899217, 0.99995460213129757},
                           {30, 30.000000000000094, 0.99999999999990642},
                           {100, 100, 1}});
}

TEST_CASE("gelu at known points", "[layers]") {
    // Where a multiply-add is rounded twice, x^2 is too, and Phi loses by it.
    check_known<gelu>({{-100, 0, 0},
                       {-30, -1.4720141781444561e-196, -4.4160316907084944e-195},
                       {-10, -7.6198530241605261e-23, -7.6184000964648141e-22},
                       {-3, -0.0040496940948902836, -0.011945647204183927},
                       {-1, -0.15865525393145705, -0.083315470587686298},
                       {-0.125, -0.056282721896235888, 0.40078206430179342},
                       {0.125, 0.068717278103764112, 0.59921793569820658},
                       {1, 0.84134474606854295, 1.0833154705876863},
                       {3, 2.9959503059051097, 1.0119456472041839},
                       {10, 10, 1},
                       {30, 30, 1},
                       {100, 100, 1}},
                      has_fused_multiply_add ? 16 : 512);
}

TEST_CASE("swish at known points", "[layers]") {
    check_known<swish>({{-100, -3.720075976020836e-42, -3.6828752162606276e-42},
                        {-30, -2.8072868906517897e-12, -2.713710660963134e-12},
                        {-10, -0.00045397868702434395, -0.00040856020865708232},
                        {-3, -0.14227761953270034, -0.088104106015169617},
                        {-1, -0.26894142136999512, 0.072329488128513268},
                        {-0.125, -0.058598828328280468, 0.43766237974954156},
                        {0.125, 0.066401171671719532, 0.56233762025045844},
                        {1, 0.73105857863000488, 0.92767051187148673},
                        {3, 2.8577223804672997, 1.0881041060151696},
                        {10, 9.9995460213129757, 1.0004085602086571},
                        {30, 29.999999999997193, 1.0000000000027137},
                        {100, 100, 1}},
                       16);
}

TEMPLATE_TEST_CASE("an activation is finite everywhere, and NaN where its input is", "[layers]", leaky_relu<>, elu<>,
                   hard_sigmoid, softplus, gelu, swish) {
    using limits = std::numeric_limits<float>;
    for (const simd<float, 1> x : {limits::max(), limits::lowest()}) {
        const auto y = TestType::value(x);
        CHECK(std::isfinite(y.value));
        CHECK(std::isfinite(TestType::derivative(Elementwise<TestType> ? y : x).value));
    }
    CHECK(std::isnan(TestType::value(simd<float, 1>(limits::quiet_NaN())).value));
}
