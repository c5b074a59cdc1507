"""Regions: the table of GB/T 2260, and the region of a public body from its name and its document."""

import re
from pathlib import Path

import pytest

from schemas import regions
from schemas.errors import FieldError
from schemas.records import Region
from schemas.regions import by_code, resolve

# name, code
NAMES = [
    # provinces and municipalities
    ("湖南省工业和信息化厅", "430000"),
    ("湖南财政厅", "430000"),
    ("内蒙古自治区财政厅", "150000"),
    ("内蒙古水利厅", "150000"),
    ("广西壮族自治区教育厅", "450000"),
    ("广西财政厅", "450000"),
    ("西藏自治区审计厅", "540000"),
    ("宁夏回族自治区科学技术厅", "640000"),
    ("新疆维吾尔自治区民政厅", "650000"),
    ("新疆生产建设兵团财政局", "650000"),
    ("北京市财政局", "110000"),
    ("上海市教育委员会", "310000"),
    ("天津市农业农村委员会", "120000"),
    ("重庆市潼南区水利局", "500152"),
    ("北京市海淀区教育局", "110108"),
    ("上海市浦东新区财政局", "310115"),
    ("天津市滨海新区审计局", "120116"),
    ("重庆市彭水苗族土家族自治县财政局", "500243"),
    ("彭水县财政局", "500243"),
    # a city and a county in every other province
    ("石家庄市财政局", "130100"),
    ("磁县教育局", "130427"),
    ("大同市教育局", "140200"),
    ("平遥县文化和旅游局", "140728"),
    ("沈阳市浑南区财政局", "210112"),
    ("长春市财政局", "220100"),
    ("哈尔滨市道里区教育局", "230102"),
    ("昆山市科学技术局", "320583"),
    ("义乌市商务局", "330782"),
    ("合肥市肥西县财政局", "340123"),
    ("晋江市教育局", "350582"),
    ("进贤县科技和工业信息化局", "360124"),
    ("南昌市青山湖区财政局", "360111"),
    ("青岛市市南区教育局", "370202"),
    ("兰考县财政局", "410225"),
    ("武汉市江夏区水务局", "420115"),
    ("岳阳市工业和信息化局", "430600"),
    ("汨罗市工信局", "430681"),
    ("湖南省岳阳市汨罗市教育局", "430681"),
    ("湖南省长沙县财政局", "430121"),
    ("佛山市顺德区财政局", "440606"),
    ("东莞市教育局", "441900"),
    ("柳州市柳江区财政局", "450206"),
    ("三亚市崖州区财政局", "460205"),
    ("成都市武侯区教育局", "510107"),
    ("遵义市汇川区财政局", "520303"),
    ("昆明市官渡区教育局", "530111"),
    ("拉萨市城关区教育局", "540102"),
    ("西安市雁塔区教育局", "610113"),
    ("兰州市城关区教育局", "620102"),
    ("嘉峪关市财政局", "620200"),
    ("西宁市城中区财政局", "630103"),
    ("银川市金凤区教育局", "640106"),
    ("喀什地区财政局", "653100"),
    ("大兴安岭地区财政局", "232700"),
    # autonomous prefectures, leagues, counties and banners, also in their short forms
    ("湘西土家族苗族自治州工业和信息化局", "433100"),
    ("湘西自治州工业和信息化局", "433100"),
    ("湘西州财政局", "433100"),
    ("恩施州财政局", "422800"),
    ("延边州教育局", "222400"),
    ("大理州水务局", "532900"),
    ("大理市水务局", "532901"),
    ("凉山州木里县教育局", "513422"),
    ("黔东南州凯里市财政局", "522601"),
    ("伊犁哈萨克自治州财政局", "654000"),
    ("昌吉州财政局", "652300"),
    ("巴音郭楞蒙古自治州财政局", "652800"),
    ("兴安盟行政公署", "152200"),
    ("锡林郭勒盟财政局", "152500"),
    ("靖州县财政局", "431229"),
    ("靖州苗族侗族自治县财政局", "431229"),
    ("江华瑶族自治县教育局", "431129"),
    ("江华县教育局", "431129"),
    ("龙胜县财政局", "450328"),
    ("积石山县财政局", "622927"),
    ("莫力达瓦达斡尔族自治旗教育局", "150722"),
    ("莫旗教育局", "150722"),
    ("鄂温克旗财政局", "150724"),
    ("前郭县财政局", "220721"),
    ("洛阳市瀍河区财政局", "410304"),
    # county-level units directly under a province; cities without counties
    ("仙桃市财政局", "429004"),
    ("济源市教育局", "419001"),
    ("神农架林区财政局", "429021"),
    ("五指山市财政局", "469001"),
    ("石河子市教育局", "659001"),
    ("六枝特区教育局", "520203"),
    # openings
    ("中共平江县委宣传部", "430626"),
    ("中国共产党岳阳市委员会组织部", "430600"),
    ("国家税务总局进贤县税务局", "360124"),
    ("共青团岳阳市委", "430600"),
    ("政协汨罗市委员会", "430681"),
    ("中国人民银行岳阳市中心支行", "430600"),
    ("共青城市教育局", "360482"),
    # names without their ending
    ("岳阳工信局", "430600"),
    ("湖南岳阳汨罗市教育局", "430681"),
    ("平江教育局", "430626"),
    ("南京江北新区管理委员会", "320100"),
    ("北京朝阳教育局", "110105"),
    # alike, but not the same
    ("海南省财政厅", "460000"),
    ("海南财政厅", "460000"),
    ("海南州财政局", "632500"),
    ("乌海市海南区财政局", "150303"),
    ("河南省财政厅", "410000"),
    ("河南县教育局", "632324"),
    ("吉林省财政厅", "220000"),
    ("吉林市财政局", "220200"),
    ("吉林市蛟河市财政局", "220281"),
    ("朝阳市财政局", "211300"),
    ("朝阳县财政局", "211321"),
    ("乐山市市中区教育局", "511102"),
    ("乐山市中区教育局", "511102"),
    ("津市市财政局", "430781"),
    ("荆州市沙市区财政局", "421002"),
    ("公安县教育局", "421022"),
    ("湖北省公安厅", "420000"),
    ("湖北省公安机关", "420000"),
    ("东乡族自治县财政局", "622926"),
    ("抚州市东乡区财政局", "361003"),
    ("贵阳市白云区财政局", "520113"),
    ("长沙市场监督管理局", "430100"),
    # renamed or given up: the code of that time, unless the same name is in force in the province
    ("双流县财政局", "510122"),
    ("双流区财政局", "510116"),
    ("苍山县财政局", "371324"),
    ("兰陵县财政局", "371324"),
    ("莱芜市财政局", "371200"),
    ("那曲地区财政局", "542400"),
    ("那曲市索县财政局", "540626"),
    ("那曲地区索县财政局", "542427"),
    ("索县财政局", "540626"),
    ("六安市寿县财政局", "341521"),
    ("寿县财政局", "340422"),
    ("邢台市桥西区财政局", "130503"),
    ("米林县财政局", "540422"),
]

# name, context, code
CONTEXTS: list[tuple[str, list[str], str | None]] = [
    # no place in the name
    ("县科工信局", ["进贤县科技和工业信息化局2021年度部门整体支出绩效自评报告"], "360124"),
    ("县委宣传部", ["2021年度报告", "平江县位于岳阳市东部"], "430626"),
    ("县财政局", ["江西省2021年度报告", "赴平江县考察后，进贤县决定"], "360124"),
    ("县财政局", ["赴平江县考察后，浏阳市和进贤县决定"], None),
    ("县财政局", ["平江县、湘阴县的报告"], "430600"),
    ("县财政局", ["南昌市财政局"], "360100"),
    ("县财政局", ["湖南省湘西州2021年度报告，湖南省财政厅"], "433100"),
    ("省财政厅", ["湖南省2021年度报告，岳阳市试点"], "430000"),
    ("区财政局", ["广西壮族自治区南宁市青秀区", "广西壮族自治区"], "450103"),
    ("市场监督管理局", ["汨罗市市场监督管理局"], "430681"),
    ("城关镇人民政府", ["拉萨市城关区"], "540102"),
    ("财政局", ["湘财绩〔2020〕7号"], "430000"),
    ("财政局", ["关于印发办法的通知（赣财绩[2021]3号）"], "360000"),
    ("财政局", ["苏财绩〔2020〕7号"], None),
    ("本单位", ["老城区改造、新城区建设和县级配套"], None),
    ("财政局", [], None),
    ("县科工信局", [], None),
    ("", ["汨罗市"], "430681"),
    ("北京路街道办事处", [], None),
    ("和平医院", [], None),
    # homonyms
    ("龙华区教育局", [], None),
    ("龙华区教育局", ["深圳市龙华区教育局2021年度"], "440309"),
    ("龙华区教育局", ["海南省预算绩效管理办法"], "460106"),
    ("鼓楼区财政局", [], None),
    ("鼓楼区财政局", ["闽财绩〔2020〕7号"], "350102"),
    ("鼓楼区财政局", ["苏财绩〔2020〕7号"], "320000"),
    ("鼓楼区财政局", ["苏财绩〔2020〕7号", "徐州市预算管理办法"], "320302"),
    ("鼓楼区财政局", ["福建省预算绩效管理办法，赴南京市考察"], None),
    ("城关区教育局", ["甘肃省教育厅"], "620102"),
    ("新城区财政局", ["西安市财政局"], "610102"),
    ("新城区财政局", ["内蒙古自治区财政厅"], "150102"),
    ("朝阳区教育局", ["北京市教育委员会"], "110105"),
    ("朝阳区教育局", ["长春市教育局"], "220104"),
    ("朝阳教育局", [], None),
    ("朝阳教育局", ["辽宁省教育厅"], "211300"),
    ("白云区财政局", ["粤财绩〔2020〕7号"], "440111"),
    ("市中区教育局", [], None),
    ("市中区教育局", ["山东省教育厅"], "370000"),
    ("市中区教育局", ["山东省教育厅", "枣庄市教育局"], "370402"),
    ("桥西区教育局", [], "130000"),
    ("东乡县财政局", [], None),
    ("东乡县财政局", ["临夏州财政局"], "622926"),
    ("东乡县财政局", ["赣财绩〔2014〕7号"], "361029"),
    ("永定区财政局", ["张家界市财政局"], "430802"),
    # the context does not overrule a name that is clear
    ("汨罗市工信局", ["进贤县"], "430681"),
]


@pytest.mark.parametrize(("name", "code"), NAMES)
def test_the_name_of_a_body_leads_to_its_region(name: str, code: str) -> None:
    region = resolve(name)
    assert region is not None
    assert region == by_code(code)


@pytest.mark.parametrize(("name", "context", "code"), CONTEXTS)
def test_the_document_fills_in_what_the_name_leaves_open(name: str, context: list[str], code: str | None) -> None:
    region = resolve(name, context)
    assert (region and region.code) == code


def test_a_region_names_every_level_it_knows() -> None:
    assert resolve("汨罗市工信局") == Region("湖南省", "岳阳市", "汨罗市", "430681")
    assert resolve("岳阳市工业和信息化局") == Region("湖南省", "岳阳市", None, "430600")
    assert resolve("湖南省工业和信息化厅") == Region("湖南省", None, None, "430000")
    assert resolve("北京市海淀区教育局") == Region("北京市", None, "海淀区", "110108")
    assert resolve("仙桃市财政局") == Region("湖北省", None, "仙桃市", "429004")
    assert resolve("湘西州财政局") == Region("湖南省", "湘西土家族苗族自治州", None, "433100")


def test_every_division_is_found_by_its_full_path() -> None:
    in_force = set(regions.regions())
    for region in regions.regions(former=True):
        path = "".join(level for level in (region.province, region.city, region.county) if level)
        found = resolve(f"{path}财政局")
        assert found is not None
        # one given up may have its namesake in force: 索县 has a new code, 儋州市 became a city of its own
        assert found == region or (found in in_force and region not in in_force)
        assert (found.county or found.city) == (region.county or region.city)


def test_every_division_in_force_is_found_by_its_own_name_or_left_open() -> None:
    for region in regions.regions():
        found = resolve(f"{region.county or region.city or region.province}财政局")
        upper = found is not None and found.county is None and found.province == region.province
        assert found is None or found == region or upper


def test_codes_are_unique_sorted_and_belong_to_a_listed_parent() -> None:
    codes = [region.code for region in regions.regions(former=True)]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch("[1-6][0-9]{5}", code) for code in codes)
    municipal, direct = {"11", "12", "31", "50"}, re.compile("(41|42|46|65)90")
    for code in codes:
        assert f"{code[:2]}0000" in codes
        assert f"{code[:4]}00" in codes or code[:2] in municipal or direct.match(code)


def test_the_table_has_as_many_divisions_as_the_state_it_names() -> None:
    codes = [region.code for region in regions.regions()]
    provinces = [code for code in codes if code.endswith("0000")]
    prefectures = [code for code in codes if code.endswith("00") and not code.endswith("0000")]
    assert len(provinces) == 31
    assert len(prefectures) == 333
    assert len(codes) - 31 - 333 == 2846


def test_collective_entries_are_left_out() -> None:
    names = {region.county or region.city for region in regions.regions(former=True)}
    assert not names & {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def test_a_word_list_with_an_unknown_kind_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words.tsv").write_text("kind\ttext\tcode\nstreets\t路\n", encoding="utf-8")
    monkeypatch.setattr(regions, "_HERE", tmp_path)
    regions._words.cache_clear()
    with pytest.raises(FieldError, match=r"words\.tsv:2"):
        regions._words()
    regions._words.cache_clear()


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        by_code("110100")
