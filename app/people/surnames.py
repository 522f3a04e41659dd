"""Surnames whose reading a general dictionary gets wrong, and surnames of several characters.

The first reading is the usual one of the surname; the others are readings under which people
look for it: other bearers of the name, or the everyday reading of the character.
Syllables are without tones; ü is written v, as keyboards have it.
"""

READINGS: dict[str, tuple[str, ...]] = {
    "柏": ("bai", "bo"),
    "秘": ("bi", "mi"),
    "卜": ("bu", "bo"),
    "长": ("chang", "zhang"),
    "谌": ("chen", "shen"),
    "种": ("chong", "zhong"),
    "褚": ("chu", "zhu"),
    "都": ("du", "dou"),
    "不": ("fou", "bu"),
    "盖": ("ge", "gai"),
    "句": ("gou", "ju"),
    "呙": ("guo", "wai"),
    "黑": ("he", "hei"),
    "隽": ("juan", "jun"),
    "阚": ("kan", "han"),
    "宓": ("mi", "fu"),
    "缪": ("miao", "mou", "miu"),
    "牟": ("mou", "mu"),
    "佴": ("nai", "er"),
    "能": ("nai", "neng"),
    "乜": ("nie", "mie"),
    "区": ("ou", "qu"),
    "朴": ("piao", "pu"),
    "繁": ("po", "fan"),
    "覃": ("qin", "tan"),
    "仇": ("qiu", "chou"),
    "单": ("shan", "dan"),
    "召": ("shao", "zhao"),
    "折": ("she", "zhe"),
    "宿": ("su", "xiu"),
    "隗": ("wei", "kui"),
    "尉": ("wei", "yu"),
    "郗": ("xi", "chi"),
    "洗": ("xian", "xi"),
    "解": ("xie", "jie"),
    "郇": ("xun", "huan"),
    "么": ("yao", "me"),
    "乐": ("yue", "le"),
    "员": ("yun", "yuan"),
    "贠": ("yun", "yuan"),
    "曾": ("zeng", "ceng"),
    "查": ("zha", "cha"),
    "翟": ("zhai", "di"),
    "祭": ("zhai", "ji"),
    "尉迟": ("yu chi", "wei chi"),
    "长孙": ("zhang sun", "chang sun"),
    "万俟": ("mo qi", "wan si"),
    "澹台": ("tan tai", "dan tai"),
    "单于": ("chan yu", "shan yu"),
    "乐正": ("yue zheng", "le zheng"),
    "褚师": ("chu shi", "zhu shi"),
}

_SEVERAL = """
欧阳 司马 上官 诸葛 尉迟 长孙 万俟 令狐 东方 皇甫 慕容 司徒 夏侯 公孙 轩辕 宇文 端木 独孤 南宫
西门 东郭 百里 呼延 申屠 澹台 赫连 钟离 濮阳 淳于 单于 太史 太叔 公羊 公冶 宗政 闻人 仲孙 鲜于
闾丘 亓官 司寇 司空 子车 颛孙 巫马 公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 段干 东里 南门
羊舌 微生 梁丘 左丘 东门 第五 纳兰 完颜 叶赫 爱新觉罗 那拉 富察 钮祜禄 瓜尔佳 褚师 叶赫那拉
"""
COMPOUND: frozenset[str] = frozenset(_SEVERAL.split())
