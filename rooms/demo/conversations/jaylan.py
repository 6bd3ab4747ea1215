"""Jaylan, 6: the first two weeks of Samara, Francis and Brianna learning to raise him together."""
# One message a line, as in the chat itself: wrapped, nobody could read it as a conversation.
# ruff: noqa: E501
# fmt: off

from rooms.demo.script import Conversation, Said

LINES = (
    Said(13, "16:40", "tianna", "Samara, Francis, Brianna: welcome to Jaylan's room. It belongs to the three of you and it's all about him. I read along, and you can call on me here at any time."),
    Said(13, "17:05", "brianna", "Hello Samara, hello Francis, I'm Brianna. Jaylan is here and he's had a sandwich and two plums. He has lined up all his dinosaurs on the edge of the bathtub, in an order that I'm not allowed to touch. He told me that his mom does the voices.\n\nIs there anything he can't eat or must not miss?", label="first", reactions=(("samara", "🙏"), ("francis", "🙏"))),
    Said(13, "17:12", "samara", "No cashews and no pistachios. His lips swell. Peanuts are fine. The allergy pen is in the front pocket of his backpack, and he knows how to tell you if his mouth feels funny. Please answer that you have read this.", label="nuts"),
    Said(13, "17:14", "brianna", "I've read it: no cashews, no pistachios, pen in the front pocket. I just checked, it's there and in date. It will always be in the same room as he is.", reply_to="nuts", reactions=(("samara", "🙏"), ("francis", "👍"), ("tianna", "👍"))),
    Said(13, "17:40", "francis", "This is Francis. He'll tell you he's allowed to stay up till ten. He's not lol. Half past seven", reactions=(("brianna", "😊"),)),
    Said(13, "18:02", "brianna", "He told me nine. I believe we've met in the middle at half past seven."),
    Said(13, "18:30", "samara", "At night: bonnet on, the dark blue one, or his curls are cotton by morning. Then one chapter, then he has to check the closet himself. You don't check it for him. He checks and you say \"all clear, captain\".", label="captain"),
    Said(13, "20:05", "brianna", "Bonnet, chapter, closet, all clear captain. He fell asleep holding the one with the long neck. He asked me to write to you \"I am being brave but only medium\".", reply_to="captain", reactions=(("samara", "😢"), ("francis", "❤️"), ("samara", "❤️"))),
    Said(13, "20:31", "francis", "Tell him medium is plenty"),
    Said(12, "07:30", "brianna", "\"Medium is plenty\" went down well with pancakes. He wants it on a sign. We're making one.", reactions=(("francis", "😊"), ("samara", "❤️"))),
    Said(11, "18:45", "brianna", "Samara, I'd like to take care of his hair and skin the way you do. I've been afraid to do it wrong, so I have only used water so far. Would you teach me?", label="hair"),
    Said(11, "19:20", "samara", "Thank you for asking before trying. Wash once a week, not more. Then leave-in while it's still wet, then a little oil on your palms, and you scrunch, you don't rub. Wide comb only, and only when it's wet. Skin: shea butter right after the bath, elbows, knees, behind the ears. He'll say it tickles. He likes that it tickles.", reply_to="hair", reactions=(("brianna", "🙏"),)),
    Said(10, "19:50", "brianna", "Done as told, and it did tickle. He looked in the mirror and said \"now I look like me\". I'm writing that down for you exactly as he said it.", reactions=(("samara", "❤️"), ("francis", "❤️"), ("tianna", "❤️"))),
    Said(10, "20:02", "samara", "I needed that today."),
    Said(9, "15:40", "brianna", "School is going well, he has a reading buddy in third grade and a hook with a rocket on it. I've also bought him new sneakers, the old ones looked tight to me.", label="shoes"),
    Said(9, "16:20", "samara", "Those shoes are five weeks old. We chose them together and I paid for them from two paychecks. Where are they?", reply_to="shoes"),
    Said(9, "16:29", "brianna", "They are here, clean, next to his bed. I didn't throw anything away and I wouldn't. I should have asked you first, and I didn't think of what they mean. I'm sorry, Samara.", label="sorry"),
    Said(9, "16:34", "francis", "He curls his toes in new shoes so you can't feel where they end. You have to tickle his foot and then press. Got me too, I bought two sizes up once 😅", reactions=(("brianna", "😊"), ("samara", "😊"))),
    Said(9, "16:58", "samara", "OK. Thank you for saying that straight. Please put ours back on him, and keep the others for mud.", reply_to="sorry", reactions=(("brianna", "👍"),)),
    Said(9, "17:15", "brianna", "I tickled and pressed: a whole thumb of room. You were right, of course. He's wearing yours, and he says that the others are \"the swamp shoes\".", reactions=(("samara", "😊"), ("francis", "😊"))),
    Said(8, "09:05", "tianna", "Good morning. I wanted to say that yesterday's talk about the shoes was a good one to read. It was about much more than shoes, and each of you took care of that. A thought for all three: before buying, cutting or changing something of his, one line in this room first.", reactions=(("brianna", "👍"), ("samara", "🙏"), ("francis", "👍"))),
    Said(7, "17:30", "brianna", "One line first, then: picture day at school is next week, and he asked for \"a fresh line like Dad does\". I'd rather leave it than get it wrong. What would you two like?", label="cut"),
    Said(7, "18:10", "francis", "Nobody but me has ever cut his hair. I've got my clippers. If I could do it at the visit I'd be the happiest man alive. Is that a thing we can do Tianna?", reply_to="cut", label="clippers"),
    Said(7, "19:05", "tianna", "It's a thing we can do. Bring the clippers and a cape, Francis, the visit room has a sink and I'll bring a broom.", reply_to="clippers", reactions=(("francis", "🎉"), ("samara", "❤️"), ("brianna", "🎉"))),
    Said(6, "20:15", "francis", "Visit tomorrow. I'm nervous which is stupid, he's my own kid. What if he's mad at us"),
    Said(6, "20:28", "brianna", "It isn't stupid at all. If he is mad he'll be mad at people he trusts with it. He put your photo of the three of you in the swamp shoes \"so they can come along\". I don't think you've anything to fear, apart from the closet question: he'll want to know who says all clear to YOU.", reactions=(("francis", "😊"), ("samara", "❤️"))),
    Said(5, "13:20", "samara", "He sat like a king for that haircut. He talked for an hour without breathing. And then he asked when he's coming home and I did not have a date to give him, and I told him the truth, that I don't know yet and that we're working on it every day. I hope that was right.", label="truth", reactions=(("francis", "❤️"), ("brianna", "❤️"), ("tianna", "❤️"))),
    Said(5, "14:05", "brianna", "He told me: \"They don't know yet, but they're working on it every day.\" Word for word, and calmly. You gave him something that he can hold on to.", reply_to="truth", reactions=(("samara", "🙏"), ("francis", "🙏"))),
    Said(4, "19:10", "samara", "Brianna, may I ask how you get him out of the bath? With me it was forty minutes of negotiation with a stegosaurus.", label="bath"),
    Said(4, "19:26", "brianna", "I let the dinosaurs go first. Each of them gets a washcloth and is put to bed on the towel, and he does it, one by one. When the last one is in bed he's cold and wants a towel himself. I've never said the word \"out\".", reply_to="bath", edited_from="I let the dinosaurs go first. Each one gets a washcloth and he puts them to bed. I never say \"out\".", reactions=(("samara", "👍"), ("francis", "😊"))),
    Said(4, "19:31", "samara", "That's clever, and it's kind. I'm stealing it.", reactions=(("brianna", "😊"),)),
    Said(3, "17:45", "brianna", "A wobbly day. A boy at school said something about why he lives here, and Jaylan came home very quiet. He's talked a bit now, over toast. How would you like me to answer when he asks why?", label="why"),
    Said(3, "18:20", "francis", "i want to know who that boy is", retracted=True),
    Said(3, "18:31", "samara", "Tell him what we tell him: \"Mom and Dad love you, it isn't because of you, and you don't owe anybody at school the story.\" He can say \"that's private\" and walk off. We practiced it once with the T. rex.", reply_to="why", reactions=(("francis", "❤️"), ("brianna", "🙏"), ("tianna", "❤️"))),
    Said(3, "19:02", "brianna", "We practiced it again. The T. rex has excellent manners now. I'm going to say a word to his teacher too, with your sentence, if that's all right with both of you.", reactions=(("samara", "👍"), ("francis", "👍"))),
    Said(2, "19:20", "francis", "Can you tell him goodnight from us. And medium is still plenty", reactions=(("samara", "❤️"),)),
    Said(2, "19:34", "brianna", "He says: \"Today I was large.\"", reactions=(("francis", "❤️"), ("samara", "😊"), ("tianna", "😊"))),
    Said(1, "16:30", "samara", "How was picture day?"),
    Said(1, "17:10", "brianna", "Fresh line, your shoes, shea butter behind the ears. The photographer asked him to say cheese and he said \"cretaceous\".", reactions=(("samara", "😊"), ("francis", "🎉"))),
    Said(0, "-3:00", "samara", "His grandma's birthday is coming up and he always makes her a card. Could he make one with you? I'd take it along from the visit.", label="card"),
    Said(0, "-2:10", "brianna", "With pleasure. He's already at it: a brontosaurus in a party hat.", reply_to="card"),
    Said(0, "-1:30", "brianna", "He'd like to know what color Grandma likes best, and whether she's scared of teeth."),
    Said(0, "-0:20", "brianna", "And a question from me: is there a song that you sing for birthdays in your family? I'd like him to have it ready."),
)

JAYLAN = Conversation(room="jaylan", lines=LINES, unread={"samara": 3, "francis": 3})
